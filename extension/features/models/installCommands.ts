import * as vscode from 'vscode';
import type {
  InstalledModel,
  InstallOptions,
  ModelInstaller,
  InstallProgress,
} from '../../client/install/modelInstaller.js';
import { ModelUrl } from '../../client/install/modelUrl.js';
import type { ModelStore } from '../../client/modelStore.js';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ModelChoice } from '../../model/modelChoice.js';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** How far an installation has come, in a few words. */
export function installProgressText({ stage, done, total }: InstallProgress): string {
  const [now, all] = [megabytes(done), megabytes(total)];
  switch (stage) {
    case 'waiting':
      return vscode.l10n.t('waiting for another window');
    case 'checking':
      return vscode.l10n.t('checking: {0} of {1} MB', now, all);
    case 'copying':
      return vscode.l10n.t('copying: {0} of {1} MB', now, all);
    case 'downloading':
      return vscode.l10n.t('downloading: {0} of {1} MB', now, all);
  }
}

/** Install Model from Folder… and from URL…, with progress that can be cancelled; what was interrupted is gone on with. */
export class InstallCommands {
  public constructor(
    private readonly installer: ModelInstaller,
    private readonly store: ModelStore,
    private readonly choice: ModelChoice,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.commands.register('interlinear.installModelFromFolder', (folder) => this.fromFolder(folder)),
      this.commands.register('interlinear.installModelFromUrl', (url) => this.fromUrl(url)),
    );
  }

  /** @param given where the dialog is to be open, or undefined */
  private async fromFolder(given: unknown): Promise<void> {
    this.choice.requireTrust();
    const folder = given instanceof vscode.Uri ? given : (await this.askFolder())?.[0];
    if (folder === undefined) return;
    await this.install('interlinear.installModelFromFolder', (options) =>
      this.installer.fromFolder(folder.fsPath, options),
    );
  }

  private askFolder(): Thenable<vscode.Uri[] | undefined> {
    return vscode.window.showOpenDialog({
      title: vscode.l10n.t('Interlinear: folder of the model (with a model.json)'),
      openLabel: vscode.l10n.t('Install'),
      canSelectFiles: false,
      canSelectFolders: true,
    });
  }

  /** @param given what the box is to be filled with; it is never used unseen */
  private async fromUrl(given: unknown): Promise<void> {
    this.choice.requireTrust();
    const url = await vscode.window.showInputBox({
      title: vscode.l10n.t('Interlinear: web address of the model folder'),
      prompt: vscode.l10n.t('All files are compared with the checksums in its model.json.'),
      placeHolder: 'https://example.org/models/name/',
      value: typeof given === 'string' ? given : '',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? undefined : problemOf(text)),
    });
    if (url === undefined || url.trim() === '') return;
    await this.install('interlinear.installModelFromUrl', (options) => this.installer.fromUrl(url, options));
  }

  private async install(
    name: CommandId,
    run: (options: InstallOptions) => Promise<InstalledModel>,
  ): Promise<void> {
    const installed = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Installing a model'),
        cancellable: true,
      },
      async (progress, token) => {
        const abort = new AbortController();
        const subscription = token.onCancellationRequested(() => abort.abort());
        let shown = 0;
        try {
          return await run({
            signal: abort.signal,
            onProgress: (state) => {
              const percent = state.total > 0 ? (100 * state.done) / state.total : 0;
              // A stage begins at 0 again; the bar never goes back.
              progress.report({
                message: installProgressText(state),
                increment: Math.max(0, percent - shown),
              });
              shown = Math.max(shown, percent);
            },
          });
        } finally {
          subscription.dispose();
        }
      },
    );
    void this.tell(name, installed);
  }

  private tell(name: CommandId, { manifest, directory, unchanged }: InstalledModel): Promise<void> {
    const title = `${manifest.name} ${manifest.version}`;
    const text = unchanged
      ? vscode.l10n.t('{0} was installed already.', title)
      : vscode.l10n.t('{0} has been installed.', title);
    const use = async (): Promise<void> => {
      const models = await this.store.list();
      const model = models.find((found) => found.directory === directory);
      if (model !== undefined && 'manifest' in model) await this.choice.use(model);
    };
    return this.commands.tell(name, 'information', text, [
      { title: vscode.l10n.t('Use This Model'), run: use },
    ]);
  }
}

function problemOf(text: string): string | undefined {
  try {
    ModelUrl.parse(text, (message, ...values) => vscode.l10n.t(message, ...values));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
