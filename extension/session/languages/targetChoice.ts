import * as vscode from 'vscode';
import { languageName } from '../../core/text/languageName.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import { surfaceOf } from './surface.js';
import type { TargetMemory } from './targetMemory.js';
import {
  findTarget,
  translationTargets,
  type TranslationTarget,
} from '../../core/instructions/translationTargets.js';

/** A language to translate into, with its name for the person. */
export interface ChosenTarget extends TranslationTarget {
  readonly title: string;
}

/** Finds out into which language a text is to be translated: the one that is given, or the one that a person picks. */
export class TargetChoice implements vscode.Disposable {
  private readonly chosen = new vscode.EventEmitter<void>();

  /** Fires when a language has been remembered. */
  public readonly onChosen = this.chosen.event;

  public constructor(
    private readonly model: Pick<ModelService, 'manifest'>,
    private readonly memory: TargetMemory,
  ) {}

  /**
   * @param given code or name of a language; the person is asked if absent
   * @returns undefined if the person closed the list
   * @throws Notice if the model does not translate (into it)
   */
  public async choose(document: vscode.TextDocument, given?: string): Promise<ChosenTarget | undefined> {
    const manifest = await this.model.manifest();
    const targets = translationTargets(manifest);
    if (targets.length === 0) {
      throw new Notice(vscode.l10n.t('The model in use does not translate.'));
    }
    const surface = surfaceOf(document);
    const chosen = given === undefined ? await this.ask(targets, surface) : findTarget(manifest, given);
    if (chosen === undefined && given !== undefined) {
      const known = targets.map(({ code }) => code).join(', ');
      throw new Notice(
        vscode.l10n.t('The model in use does not translate into “{0}”; it knows: {1}', given, known),
      );
    }
    if (chosen === undefined) return undefined;
    await this.memory.remember(surface, chosen.code);
    this.chosen.fire();
    return { ...chosen, title: titleOf(chosen) };
  }

  public dispose(): void {
    this.chosen.dispose();
  }

  /** Code of the language last used in places like this, without a look at the model. */
  public lastCode(document: vscode.TextDocument): string | undefined {
    return this.memory.last(surfaceOf(document));
  }

  /** The language last used in places like this, if the model still knows it. */
  public async last(document: vscode.TextDocument): Promise<ChosenTarget | undefined> {
    const code = this.memory.last(surfaceOf(document));
    const found = code === undefined ? undefined : findTarget(await this.model.manifest(), code);
    return found && { ...found, title: titleOf(found) };
  }

  private async ask(
    targets: readonly TranslationTarget[],
    surface: string,
  ): Promise<TranslationTarget | undefined> {
    const last = this.memory.last(surface);
    const items = targets
      .map((target) => ({
        label: titleOf(target),
        description: target.code === last ? vscode.l10n.t('last used here') : target.code,
        target,
      }))
      .sort(
        (a, b) =>
          Number(b.target.code === last) - Number(a.target.code === last) || a.label.localeCompare(b.label),
      );
    const title = vscode.l10n.t('Interlinear: translate into');
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.target;
  }
}

function titleOf({ code, name }: TranslationTarget): string {
  return languageName(code, vscode.env.language, name);
}
