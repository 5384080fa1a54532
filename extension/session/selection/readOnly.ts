import * as vscode from 'vscode';

/** Documents without a file system that can be edited all the same; every other one comes from a content provider. */
const writableSchemes = new Set([
  'untitled',
  'vscode-notebook-cell',
  'vscode-scm',
  'vscode-interactive-input',
  'comment',
]);

type Globs = Readonly<Record<string, boolean>>;

/**
 * Whether a person cannot edit the document either, as far as an extension can know: there is no API for it, and VS
 * Code lets extensions change what `files.readonlyInclude` protects. It cannot know of "Set Active Editor Read-only
 * in Session".
 */
export async function isReadOnly(document: vscode.TextDocument): Promise<boolean> {
  const { uri, isUntitled } = document;
  const writable = vscode.workspace.fs.isWritableFileSystem(uri.scheme);
  if (writable === undefined) {
    return !isUntitled && !writableSchemes.has(uri.scheme);
  }
  if (!writable || isReadOnlyBySetting(document)) {
    return true;
  }
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false; // not saved yet, or removed meanwhile: the document itself can be edited
  }
}

function isReadOnlyBySetting(document: vscode.TextDocument): boolean {
  const configuration = vscode.workspace.getConfiguration('files', document);
  const matches = (setting: string): boolean =>
    Object.entries(configuration.get<Globs>(setting, {})).some(
      ([pattern, on]) => on && vscode.languages.match({ pattern }, document) > 0,
    );
  return matches('readonlyInclude') && !matches('readonlyExclude');
}
