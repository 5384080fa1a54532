import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ModelService } from '../../model/modelService.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import { Glossaries } from './glossaries.js';
import { GlossaryCommands } from './glossaryCommands.js';
import { GlossaryTerms, wordsToKeep } from './glossaryTerms.js';
import { Notice } from '../../editor/notice.js';
import { selectedWords } from './selectedWords.js';

/** Keep These Words: what is selected stands in every answer as it is. */
export class KeepWordsCommand {
  public constructor(
    private readonly configuration: Configuration,
    private readonly messages: CommandRunner,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.keepWords', () => this.keep());
  }

  private async keep(): Promise<void> {
    const { document, words } = selectedWords();
    const known = wordsToKeep(this.configuration.get('interlinear.keep', document));
    const added = words.filter((word) => !known.includes(word));
    if (added.length === 0) {
      throw new Notice(vscode.l10n.t('These words are kept already.'));
    }
    const target = vscode.workspace.workspaceFolders
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
    const section = vscode.workspace.getConfiguration('interlinear', document);
    await section.update('keep', [...known, ...added], target);
    const list = added.map((word) => vscode.l10n.t('“{0}”', word)).join(', ');
    const undo = {
      title: vscode.l10n.t('Undo'),
      run: () => section.update('keep', known.length === 0 ? undefined : known, target),
    };
    const text = vscode.l10n.t('Kept as they are from now on: {0}', list);
    void this.messages.tell('keep words', 'information', text, [undo]);
  }
}

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly requests: RequestBuilder;
}

export interface Glossary {
  readonly terms: GlossaryTerms;
  dispose(): void;
}

/** Words whose translation is given, and words that stay. */
export function registerGlossary({ commands, configuration, model, requests }: Parts): Glossary {
  const store = new DisposableStore();
  const glossaries = store.add(new Glossaries());
  const terms = new GlossaryTerms(model, configuration, glossaries, commands);
  store.add(requests.add((context) => terms.parameters(context)));
  store.add(new GlossaryCommands(model, configuration, glossaries).register(commands));
  store.add(new KeepWordsCommand(configuration, commands).register(commands));
  return { terms, dispose: () => store.dispose() };
}
