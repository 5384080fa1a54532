import * as vscode from 'vscode';
import type { GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import { TermIndex } from '../../core/glossary/termIndex.js';
import type { Wording } from '../../core/protocol/wording.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { GlossaryLocation } from './glossaryLocation.js';
import { readGlossaryFile, type GlossaryProblem } from './readGlossaryFile.js';

/** Larger files are no glossaries, in bytes. */
const largest = 4 * 2 ** 20;

/** A glossary file and what it says. */
export interface LoadedGlossary {
  readonly uri: vscode.Uri;
  readonly entries: readonly GlossaryEntry[];
  /** Of the entries. */
  readonly index: TermIndex;
  readonly problems: readonly GlossaryProblem[];
}

const nothing = { entries: [], index: new TermIndex([]) };

/** A file as it was read: another size or time means that it has changed since. */
interface Reading {
  readonly size: number;
  readonly mtime: number;
  readonly glossary: LoadedGlossary;
}

/**
 * The glossary files of the workspace: read when they are first needed, and again when they have changed. Whoever needs
 * one gets it as it is now; the watchers only keep the diagnostics true meanwhile.
 */
export class Glossaries implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly diagnostics = this.store.add(vscode.languages.createDiagnosticCollection('interlinear'));
  private readonly readings = new Map<string, Reading>();
  private readonly watched = new Set<string>();

  /** @returns undefined if none of the candidates exists */
  public async at({ candidates }: GlossaryLocation): Promise<LoadedGlossary | undefined> {
    for (const uri of candidates) {
      this.watch(uri);
      const glossary = await this.load(uri);
      if (glossary !== undefined) {
        return glossary;
      }
    }
    return undefined;
  }

  public dispose(): void {
    this.readings.clear();
    this.store.dispose();
  }

  private async load(uri: vscode.Uri): Promise<LoadedGlossary | undefined> {
    const key = uri.toString();
    try {
      const { size, mtime, type } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.File) === 0) {
        return undefined;
      }
      const known = this.readings.get(key);
      if (known?.size === size && known.mtime === mtime) {
        return known.glossary;
      }
      const glossary = await readFile(uri, size);
      this.readings.set(key, { size, mtime, glossary });
      this.diagnostics.set(uri, glossary.problems.map(diagnosticOf));
      return glossary;
    } catch (error) {
      this.readings.delete(key);
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
        this.diagnostics.delete(uri);
        return undefined;
      }
      const template = error instanceof Error ? error.message : String(error);
      const problems = [{ line: 0, mistake: { template, values: [] } }];
      const glossary = { uri, ...nothing, problems };
      this.diagnostics.set(uri, glossary.problems.map(diagnosticOf));
      return glossary;
    }
  }

  private watch(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.watched.has(key)) {
      return;
    }
    this.watched.add(key);
    const folder = vscode.Uri.joinPath(uri, '..');
    const name = uri.path.split('/').at(-1) ?? '';
    const watcher = this.store.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name)),
    );
    const again = (): void => {
      void this.load(uri);
    };
    this.store.add(watcher.onDidChange(again));
    this.store.add(watcher.onDidCreate(again));
    this.store.add(watcher.onDidDelete(again));
    // Quicker than a watcher, and it works where a file system has none.
    this.store.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.toString() === key) {
          again();
        }
      }),
    );
  }
}

async function readFile(uri: vscode.Uri, size: number): Promise<LoadedGlossary> {
  if (size > largest) {
    const mistake = tooLarge();
    return { uri, ...nothing, problems: [{ line: 0, mistake }] };
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const { entries, problems } = readGlossaryFile(text);
  return { uri, entries, index: new TermIndex(entries.map(({ source }) => source)), problems };
}

function tooLarge(): Wording {
  const megabytes = largest / 2 ** 20;
  const template = vscode.l10n.t('This glossary is larger than {0} MB, so it is not used.', megabytes);
  return { template, values: [] };
}

function diagnosticOf({ line, mistake }: GlossaryProblem): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const message = vscode.l10n.t(mistake.template, ...mistake.values);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Interlinear';
  return diagnostic;
}
