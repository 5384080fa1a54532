import * as vscode from 'vscode';
import { resourceExtensions, resourceGroups } from '../../core/memory/resourceNames.js';
import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { Notice } from '../../editor/notice.js';
import type { RequestContext } from '../../session/run/requestBuilder.js';

/** Stands in the setting for the translations of the workspace itself. */
const ownTranslations = 'workspace';
const bilingual = ['tmx', 'po', 'xlf', 'xliff'];
const files = `**/*.{${[...bilingual, ...resourceExtensions].join(',')}}`;
/** What other people's programs come with, and what builds leave behind. */
const excluded = '**/{node_modules,.*,__pycache__,dist,build,out,target,vendor}/**';
/** So many files of the workspace are looked at: only their names. */
const mostFiles = 5000;

/**
 * The translation memories of a request: those that the settings name, and the workspace's own translations, whose
 * files are known by their usual names. None in an untrusted workspace, and only files of this machine.
 */
export class MemoryFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private isWatching = false;
  private found: Thenable<readonly string[]> | undefined;

  public constructor(private readonly configuration: Configuration) {}

  /** What a request is given. @throws Notice if a memory that the settings name is not there */
  public async parameters({
    document,
  }: RequestContext): Promise<Pick<RewriteParameters, 'memory' | 'foundMemory'>> {
    if (!vscode.workspace.isTrusted) {
      return {};
    }
    const value: unknown = this.configuration.get('interlinear.memory', document);
    const wanted = Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
    const named = wanted.filter((path: string) => path !== ownTranslations);
    const memory = await this.named(document, named);
    const foundMemory = named.length < wanted.length ? await this.workspace() : [];
    return { ...(memory.length > 0 && { memory }), ...(foundMemory.length > 0 && { foundMemory }) };
  }

  public dispose(): void {
    this.store.dispose();
  }

  private async named(document: vscode.TextDocument, paths: readonly string[]): Promise<readonly string[]> {
    const folder =
      vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.workspace.workspaceFolders?.[0];
    return Promise.all(
      paths.map(async (path) => {
        const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(path);
        const uri = folder && !isAbsolute ? vscode.Uri.joinPath(folder.uri, path) : vscode.Uri.file(path);
        try {
          await vscode.workspace.fs.stat(uri);
        } catch {
          throw new Notice(vscode.l10n.t('There is no translation memory at {0}.', path));
        }
        return uri.fsPath;
      }),
    );
  }

  /** Looked for once, and again when a file comes or goes. */
  private workspace(): Thenable<readonly string[]> {
    if (!this.isWatching) {
      this.isWatching = true;
      const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(files, false, true, false));
      const forget = (): void => void (this.found = undefined);
      this.store.add(watcher.onDidCreate(forget));
      this.store.add(watcher.onDidDelete(forget));
    }
    this.found ??= this.search();
    return this.found;
  }

  private async search(): Promise<readonly string[]> {
    // The editor waits for ever for who could search a folder that is on no disk.
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const found = folders.map((folder) =>
      vscode.workspace.findFiles(new vscode.RelativePattern(folder, files), excluded, mostFiles),
    );
    const uris = (await Promise.all(found)).flat();
    const paths = new Map(uris.map((uri) => [uri.path, uri.fsPath]));
    const isBilingual = (path: string): boolean =>
      bilingual.some((extension) => path.endsWith(`.${extension}`));
    const pairs = resourceGroups([...paths.keys()].sort()).flatMap((group) => [...group.values()]);
    const wanted = new Set([...[...paths.keys()].filter(isBilingual), ...pairs]);
    return [...wanted].sort().flatMap((path) => paths.get(path) ?? []);
  }
}
