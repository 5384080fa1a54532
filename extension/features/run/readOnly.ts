import * as vscode from 'vscode';

/** Documents without a file system that can be edited all the same; every other one comes from a content provider. */
const writableSchemes = new Set([
  'untitled',
  'vscode-notebook-cell',
  'vscode-scm',
  'vscode-interactive-input',
  'comment',
]);

/**
 * Whether VS Code would refuse an edit, as far as an extension can know: there is no API for it, and
 * `files.readonlyInclude` is only noticed when the edit is refused.
 */
export async function isReadOnly({ uri, isUntitled }: vscode.TextDocument): Promise<boolean> {
  const writable = vscode.workspace.fs.isWritableFileSystem(uri.scheme);
  if (writable === undefined) {
    return !isUntitled && !writableSchemes.has(uri.scheme);
  }
  if (!writable) {
    return true;
  }
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false; // not saved yet, or removed meanwhile: the document itself can be edited
  }
}
