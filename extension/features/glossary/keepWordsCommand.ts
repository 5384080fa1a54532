import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import { wordsToKeep } from './glossaryTerms.js';
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
