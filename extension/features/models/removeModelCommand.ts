import * as vscode from 'vscode';
import type { ModelRemover } from '../../client/install/modelRemover.js';
import type { StoredModel } from '../../client/modelStore.js';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import type { ModelChoice } from '../../model/modelChoice.js';
import { modelItem } from './modelItems.js';

interface Item extends vscode.QuickPickItem {
  readonly directory: string;
  readonly title: string;
  readonly model?: StoredModel;
}

const name: CommandId = 'interlinear.removeModel';

/** Remove Model…: installed models, old versions and interrupted downloads; not the one in use. */
export class RemoveModelCommand {
  public constructor(
    private readonly choice: ModelChoice,
    private readonly remover: ModelRemover,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return this.commands.register(name, () => this.choose());
  }

  private async choose(): Promise<void> {
    this.choice.requireTrust();
    const items = await this.items();
    if (items.length === 0) throw new Notice(vscode.l10n.t('No model was installed that could be removed.'));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Interlinear: remove a model'),
    });
    if (chosen === undefined) return;
    await this.refuseInUse(chosen);
    const text = vscode.l10n.t('Remove {0} from this machine?', chosen.title);
    const remove = { title: vscode.l10n.t('Remove'), run: () => this.remove(chosen) };
    // Answered in its own time: the command is over.
    void this.commands.tell(name, 'warning', text, [remove]);
  }

  private async remove(item: Item): Promise<void> {
    await this.refuseInUse(item);
    await this.remover.remove(item.directory);
    void this.commands.tell(name, 'information', vscode.l10n.t('{0} has been removed.', item.title));
  }

  private async refuseInUse({ model, title }: Item): Promise<void> {
    if (model === undefined || !(await this.choice.isInUse(model))) return;
    throw new Notice(vscode.l10n.t('{0} is in use. Choose another model first.', title));
  }

  private async items(): Promise<Item[]> {
    const models = (await this.choice.all()).filter(({ origin }) => origin === 'installed');
    const installed = models.map(async (model): Promise<Item> => {
      const { directory } = model;
      if ('problem' in model) return { ...modelItem(model, false), directory, title: directory };
      const inUse = await this.choice.isInUse(model);
      const title = `${model.manifest.name} ${model.manifest.version}`;
      return { ...modelItem(model, inUse), directory, title, model };
    });
    const interrupted = await this.remover.interrupted();
    return [
      ...(await Promise.all(installed)),
      ...interrupted.map((found) => ({
        label: found.name,
        description: vscode.l10n.t('interrupted installation'),
        directory: found.directory,
        title: found.name,
      })),
    ];
  }
}
