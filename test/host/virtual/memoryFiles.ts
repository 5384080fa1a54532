import * as vscode from 'vscode';

interface MemoryFile {
  readonly content: Uint8Array;
  readonly mtime: number;
}

/** Files that are nowhere but in memory, as an extension for remote repositories or databases has them. */
export class MemoryFiles implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  public readonly onDidChangeFile = this.changes.event;
  private readonly files = new Map<string, MemoryFile>();
  private readonly folders = new Set(['/', '/project']);
  private time = 1;

  /** What is saved there. */
  public read(path: string): string | undefined {
    const file = this.files.get(path);
    return file && Buffer.from(file.content).toString('utf8');
  }

  public watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  public stat({ path }: vscode.Uri): vscode.FileStat {
    if (this.folders.has(path)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { content, mtime } = this.file(path);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: content.length };
  }

  public readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const entries = (paths: Iterable<string>, type: vscode.FileType): [string, vscode.FileType][] =>
      [...paths]
        .filter((entry) => entry !== path && entry.slice(0, entry.lastIndexOf('/')) === path)
        .map((entry) => [entry.slice(entry.lastIndexOf('/') + 1), type]);
    return [
      ...entries(this.files.keys(), vscode.FileType.File),
      ...entries(this.folders, vscode.FileType.Directory),
    ];
  }

  public createDirectory({ path }: vscode.Uri): void {
    this.folders.add(path);
  }

  public readFile({ path }: vscode.Uri): Uint8Array {
    return this.file(path).content;
  }

  public writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const isNew = !this.files.has(uri.path);
    this.files.set(uri.path, { content, mtime: this.time++ });
    const type = isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed;
    this.changes.fire([{ type, uri }]);
  }

  public delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
    this.changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  public rename(from: vscode.Uri, to: vscode.Uri): void {
    this.writeFile(to, this.readFile(from));
    this.delete(from);
  }

  private file(path: string): MemoryFile {
    const file = this.files.get(path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }
}
