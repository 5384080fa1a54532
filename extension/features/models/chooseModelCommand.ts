import * as vscode from 'vscode';
import type { StoredModel } from '../../client/modelStore.js';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ModelChoice } from '../../model/modelChoice.js';
import { modelItem } from './modelItems.js';

interface Item extends vscode.QuickPickItem {
  readonly model?: StoredModel;
  readonly command?: CommandId;
}

const name: CommandId = 'interlinear.chooseModel';

/** Choose Model…: the models of this machine, and the ways to more. */
export class ChooseModelCommand {
  public constructor(
    private readonly choice: ModelChoice,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return this.commands.register(name, () => this.choose());
  }

  private async choose(): Promise<void> {
    this.choice.requireTrust();
    const chosen = await vscode.window.showQuickPick<Item>(this.items(), {
      title: vscode.l10n.t('Interlinear: choose a model'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (chosen?.command !== undefined) await vscode.commands.executeCommand(chosen.command);
    if (chosen?.model === undefined) return;
    await this.choice.use(chosen.model);
    const { name: title, version } = chosen.model.manifest;
    const text = vscode.l10n.t('From the next request on Interlinear uses {0}.', `${title} ${version}`);
    void this.commands.tell(name, 'information', text);
  }

  private async items(): Promise<Item[]> {
    const current = await this.choice.current();
    const models = await this.choice.all();
    const more = (command: CommandId, icon: string, label: string): Item => ({
      label: `$(${icon}) ${label}`,
      command,
      alwaysShow: true,
    });
    return [
      ...models.map((model) => ({
        ...modelItem(model, model.directory === current?.directory),
        ...('manifest' in model && { model }),
      })),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      more('interlinear.installModelFromFolder', 'folder', vscode.l10n.t('Install Model from Folder…')),
      more('interlinear.installModelFromUrl', 'cloud-download', vscode.l10n.t('Install Model from URL…')),
      more('interlinear.removeModel', 'trash', vscode.l10n.t('Remove Model…')),
    ];
  }
}
