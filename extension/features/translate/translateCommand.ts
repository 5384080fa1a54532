import * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import { languageName } from '../host/languageName.js';
import { Notice } from '../host/notice.js';
import type { ModelService } from '../models/modelService.js';
import { commandArguments } from '../run/commandArguments.js';
import type { RewriteRunner } from '../run/rewriteRunner.js';
import { resolveTarget } from '../run/target.js';
import type { TargetMemory } from './targetMemory.js';
import { translationTargets, type TranslationTarget } from './translationTargets.js';

/** Translate Selection…: into a language of the model; the last one for this kind of document is on top. */
export class TranslateCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
    private readonly memory: TargetMemory,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.translate', (value) => this.translate(value));
  }

  private async translate(value: unknown): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const { languageId } = target.document;
    const languages = translationTargets(await this.model.manifest());
    const chosen =
      given.target === undefined ? await this.ask(languages, languageId) : named(languages, given.target);
    if (chosen !== undefined) {
      await this.memory.remember(languageId, chosen.code);
      const language = languageName(chosen.code, vscode.env.language, chosen.name);
      const title = vscode.l10n.t('Translating into {0}', language);
      await this.runner.run({ target, instruction: chosen.instruction, title });
    }
  }

  private async ask(
    languages: readonly TranslationTarget[],
    languageId: string,
  ): Promise<TranslationTarget | undefined> {
    if (languages.length === 0) {
      throw new Notice(vscode.l10n.t('The model in use does not translate.'));
    }
    const last = this.memory.last(languageId);
    const items = languages
      .map((language) => ({
        label: languageName(language.code, vscode.env.language, language.name),
        description: language.code === last ? vscode.l10n.t('last used here') : language.code,
        language,
      }))
      .sort(
        (a, b) =>
          Number(b.language.code === last) - Number(a.language.code === last) ||
          a.label.localeCompare(b.label),
      );
    const title = vscode.l10n.t('Interlinear: translate into');
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.language;
  }
}

function named(languages: readonly TranslationTarget[], code: string): TranslationTarget {
  const language = languages.find((candidate) => candidate.code === code);
  if (language === undefined) {
    const known = languages.map((candidate) => candidate.code).join(', ');
    throw new Notice(
      vscode.l10n.t('The model in use does not translate into “{0}”; it knows: {1}', code, known),
    );
  }
  return language;
}
