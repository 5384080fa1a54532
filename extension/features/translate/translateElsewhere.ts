import * as vscode from 'vscode';
import { StringEdit } from '../../core/edits/stringEdit.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { commandArguments, type CommandArguments } from '../../session/selection/commandArguments.js';
import { resultMessage } from '../../session/run/resultMessage.js';
import { checkDocumentLength } from './documentLimit.js';
import { readTarget, wholeRange } from './readTarget.js';
import type { TargetChoice } from '../../session/languages/targetChoice.js';
import type { TextTranslator } from './textTranslator.js';

const statusMilliseconds = 5000;

/** Translate to Clipboard… and Open Translation Beside…: the document itself stays as it is. */
export class TranslateElsewhere {
  public constructor(
    private readonly translator: TextTranslator,
    private readonly choice: TargetChoice,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    const { commands } = this;
    return vscode.Disposable.from(
      commands.register('interlinear.translateToClipboard', (value) =>
        this.toClipboard(commandArguments(value)),
      ),
      commands.register('interlinear.openTranslation', (value) => this.beside(commandArguments(value))),
    );
  }

  private async toClipboard(given: CommandArguments): Promise<void> {
    const { document, ranges } = await readTarget(given);
    checkDocumentLength(document);
    const target = await this.choice.choose(document, given.target);
    if (target === undefined) return;
    const texts = ranges.map((range) => document.getText(range));
    const results = await this.translator.withProgress(document, texts, target);
    const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    await vscode.env.clipboard.writeText(results.map(({ output }) => output).join(endOfLine));
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Translation into {0} copied to the clipboard', target.title),
      statusMilliseconds,
    );
    this.warn(resultMessage(results));
  }

  private async beside(given: CommandArguments): Promise<void> {
    const { document, ranges } = await readTarget(given);
    checkDocumentLength(document);
    const target = await this.choice.choose(document, given.target);
    if (target === undefined) return;
    const whole = document.getText(wholeRange(document));
    const texts = ranges.map((range) => document.getText(range));
    const offsets = ranges.map(({ start, end }) => ({
      start: document.offsetAt(start),
      end: document.offsetAt(end),
    }));
    const results = await this.translator.withProgress(document, texts, target);
    const edits = offsets.map((range, index) => ({ range, text: results[index]?.output ?? '' }));
    const content = StringEdit.of(edits).apply(whole);
    if (content === whole) throw new Notice(vscode.l10n.t('The translation is the same as the text.'));
    const translation = await vscode.workspace.openTextDocument({ language: document.languageId, content });
    const viewColumn = vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(translation, { viewColumn, preview: false, preserveFocus: true });
    this.warn(resultMessage(results));
  }

  private warn(message: string | undefined): void {
    if (message !== undefined) void this.commands.tell('translate', 'warning', message);
  }
}
