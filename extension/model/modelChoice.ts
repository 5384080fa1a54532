import * as vscode from 'vscode';
import type { InferenceClient } from '../client/inferenceClient.js';
import { nameOf, type BrokenModel, type ModelStore, type StoredModel } from '../client/modelStore.js';
import type { Configuration } from '../editor/configuration.js';
import { Notice } from '../editor/notice.js';

/** Which model the settings name, and which ones a process holds. */
export class ModelChoice {
  public constructor(
    private readonly store: ModelStore,
    private readonly configuration: Configuration,
    private readonly client: InferenceClient,
  ) {}

  /** @throws Notice in an untrusted workspace, where nothing may name a model */
  public requireTrust(): void {
    if (vscode.workspace.isTrusted) return;
    throw new Notice(
      vscode.l10n.t(
        'In Restricted Mode Interlinear uses the bundled model. Trust the workspace to change it.',
      ),
    );
  }

  /** The model that the next request uses; undefined where there is none. */
  public async current(): Promise<StoredModel | undefined> {
    const preferred = this.configuration.get('interlinear.model') || undefined;
    return this.store.choose(preferred).catch(() => undefined);
  }

  /** All models, and the chosen one if it lies elsewhere. */
  public async all(): Promise<(StoredModel | BrokenModel)[]> {
    const [models, current] = [await this.store.list(), await this.current()];
    const isListed = models.some(({ directory }) => directory === current?.directory);
    return current === undefined || isListed ? models : [...models, current];
  }

  /** Uses it from the next request on, in all windows. */
  public async use(model: StoredModel): Promise<void> {
    const name = { bundled: '', installed: nameOf(model), chosen: model.directory }[model.origin];
    await this.configuration.updateOwn('interlinear.model', undefined, () => name || undefined);
  }

  /** Whether the settings name it, or a process of any window has it in memory. */
  public async isInUse({ directory, manifest }: StoredModel): Promise<boolean> {
    if ((await this.current())?.directory === directory) return true;
    const loaded = (await this.client.status())?.model;
    return loaded?.id === manifest.id && loaded.version === manifest.version;
  }
}
