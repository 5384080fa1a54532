import * as vscode from 'vscode';
import type { OffsetRange } from '../../core/edits/offsetRange.js';
import type { TextEdit } from '../../core/edits/textEdit.js';

/** An offset range as a range of lines and characters of the document as it is now. */
export function rangeIn(document: vscode.TextDocument, { start, end }: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Length of the document in UTF-16 code units, without copying its text. */
export function lengthOfDocument(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** One undo step that makes the edits. @returns false if VS Code refused, e.g. because the document has changed */
export async function applyEdits(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): Promise<boolean> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  workspaceEdit.set(
    document.uri,
    edits.map(({ range, text }) => vscode.TextEdit.replace(rangeIn(document, range), text)),
  );
  return vscode.workspace.applyEdit(workspaceEdit);
}
