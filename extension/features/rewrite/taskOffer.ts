import * as vscode from 'vscode';
import type { Manifest } from '../../core/model/manifest.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ModelService } from '../../model/modelService.js';

/** The manifest is read when the window has long been there, in milliseconds: nobody waits for an entry of the palette. */
const leisure = 3_000;

/** Keeps the Command Palette true about what the model in use can do. */
export class TaskOffer implements vscode.Disposable {
  private readonly store = new DisposableStore();

  public constructor(
    private readonly model: Pick<ModelService, 'manifest'>,
    private readonly keys: ContextKeys,
  ) {
    const timer = setTimeout(() => this.read(), leisure);
    this.store.add({ dispose: () => clearTimeout(timer) });
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('interlinear.model')) {
          this.read();
        }
      }),
    );
  }

  /** Offers what the model of this manifest can do. */
  public update({ instructions }: Pick<Manifest, 'instructions'>): void {
    this.keys.set(
      'interlinear.canShorten',
      instructions.some(({ task }) => task === 'shorten'),
    );
  }

  public dispose(): void {
    this.store.dispose();
  }

  private read(): void {
    // A model that cannot be read is reported by the command that needs it.
    this.model.manifest().then(
      (manifest) => this.update(manifest),
      () => this.update({ instructions: [] }),
    );
  }
}
