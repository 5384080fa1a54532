import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { applyEdits } from '../../editor/textRanges.js';
import { commandArguments, type CommandArguments } from '../../session/selection/commandArguments.js';
import { isReadOnly } from '../../session/selection/readOnly.js';
import { resultMessage } from '../../session/run/resultMessage.js';
import type { TargetChoice } from '../../session/languages/targetChoice.js';
import type { TextTranslator } from './textTranslator.js';

/** Longer clipboards are data, not text that somebody wants to read here. */
const most = 200_000;

/** Paste as Translation…: what is on the clipboard, translated, in the place of the selections; one undo step. */
export class PasteAsTranslation {
  public constructor(
    private readonly translator: TextTranslator,
    private readonly choice: TargetChoice,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return this.commands.register('interlinear.pasteAsTranslation', (value) =>
      this.paste(commandArguments(value)),
    );
  }

  private async paste(given: CommandArguments): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      throw new Notice(
        vscode.l10n.t('Open a document first, and put the cursor where the translation shall be.'),
      );
    }
    const { document } = editor;
    if (await isReadOnly(document)) {
      throw new Notice(vscode.l10n.t('This document is read-only, so Interlinear cannot change it.'));
    }
    const text = await vscode.env.clipboard.readText();
    if (text.trim() === '') throw new Notice(vscode.l10n.t('There is no text on the clipboard.'));
    if (text.length > most) {
      throw new Notice(vscode.l10n.t('The text on the clipboard is too long to be translated at once.'));
    }
    const target = await this.choice.choose(document, given.target);
    if (target === undefined) return;
    const { version } = document;
    const selections = editor.selections.map(({ start, end }) => ({
      start: document.offsetAt(start),
      end: document.offsetAt(end),
    }));
    const results = await this.translator.withProgress(document, [text], target);
    const output = (results[0]?.output ?? '').replace(
      /\r\n|\r|\n/g,
      document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    );
    const edits = selections.map((range) => ({ range, text: output }));
    if (document.isClosed || document.version !== version || !(await applyEdits(document, edits))) {
      await vscode.env.clipboard.writeText(output);
      throw new Notice(
        vscode.l10n.t(
          'The document changed meanwhile, so nothing was inserted; the translation is on the clipboard.',
        ),
      );
    }
    const message = resultMessage(results);
    if (message !== undefined) void this.commands.tell('translate', 'warning', message);
  }
}
