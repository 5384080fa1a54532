import * as vscode from 'vscode';
import { translationCommands } from '../../contributions/translationCommands.js';
import { isCancellation } from '../../editor/cancellation.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ModelService } from '../../model/modelService.js';
import { commandArguments, type CommandArguments } from '../../session/selection/commandArguments.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { resolveTarget, type Target } from '../../session/selection/target.js';
import { checkDocumentLength } from './documentLimit.js';
import type { LanguageDetector } from '../../session/labels/languageDetector.js';
import { wholeRange } from './readTarget.js';
import type { ChosenTarget, TargetChoice } from '../../session/languages/targetChoice.js';
import { isSameWriting } from '../../core/instructions/translationTargets.js';

const name = 'translate';

/** Translate Selection…, Translate Document…, and Translate into Last Language: in place, with a review. */
export class TranslateCommands {
  public constructor(
    private readonly model: Pick<ModelService, 'manifest'>,
    private readonly runner: RewriteRunner,
    private readonly choice: TargetChoice,
    private readonly detector: LanguageDetector,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    const { commands } = this;
    return vscode.Disposable.from(
      commands.register('interlinear.translate', (value) => this.selection(commandArguments(value))),
      commands.register('interlinear.translateToLast', (value) => this.again(commandArguments(value))),
      commands.register('interlinear.translateDocument', (value) => this.document(commandArguments(value))),
      ...Object.entries(translationCommands).map(([target, id]) =>
        commands.register(id, (value) => this.selection({ ...commandArguments(value), target })),
      ),
    );
  }

  private async selection(given: CommandArguments): Promise<void> {
    const target = await resolveTarget(given);
    await this.into(target, await this.choice.choose(target.document, given.target));
  }

  private async again(given: CommandArguments): Promise<void> {
    const target = await resolveTarget(given);
    const { document } = target;
    await this.into(target, (await this.choice.last(document)) ?? (await this.choice.choose(document)));
  }

  private async document(given: CommandArguments): Promise<void> {
    const document = await documentOf(given);
    if (document) checkDocumentLength(document);
    const ranges = document && [wholeRange(document)].map(({ start, end }) => ({ start, end }));
    const target = await resolveTarget({ uri: document?.uri.toString(), ranges });
    await this.into(target, await this.choice.choose(target.document, given.target));
  }

  private async into(target: Target, chosen: ChosenTarget | undefined): Promise<void> {
    if (chosen === undefined) return;
    const run = (): Promise<void> => {
      const title = vscode.l10n.t('Translating into {0}', chosen.title);
      return this.runner.run({ target, instruction: chosen.instruction, title });
    };
    if (!(await this.isIn(target, chosen))) return run();
    const text = vscode.l10n.t('This text is in {0} already.', chosen.title);
    const anyway = { title: vscode.l10n.t('Translate Anyway'), run: () => this.commands.run(name, run) };
    void this.commands.tell(name, 'information', text, [anyway]);
  }

  /** Whether the text is in that language. Where the model cannot tell, it is not known to be. */
  private async isIn({ document, ranges }: Target, { code }: ChosenTarget): Promise<boolean> {
    const text = ranges.map((range) => document.getText(range)).join('\n\n');
    try {
      const manifest = await this.model.manifest();
      const language = await this.detector.language(manifest, text, document.languageId);
      return language !== undefined && isSameWriting(language, code);
    } catch (error) {
      if (isCancellation(error)) throw error;
      return false; // a translation that fails for the same reason will say so
    }
  }
}

function documentOf({ uri }: CommandArguments): Thenable<vscode.TextDocument | undefined> {
  return uri === undefined
    ? Promise.resolve(vscode.window.activeTextEditor?.document)
    : vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
}
