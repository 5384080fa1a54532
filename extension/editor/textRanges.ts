import * as vscode from 'vscode';
import type { OffsetRange } from '../core/text/offsetRange.js';
import type { TextEdit } from '../core/edits/textEdit.js';

/** An offset range as a range of lines and characters of the document as it is now. */
export function rangeIn(document: vscode.TextDocument, { start, end }: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Length of the document in UTF-16 code units, without copying its text. */
export function lengthOfDocument(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Whether an undo step begins before an edit, and ends after it. */
export interface UndoStops {
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * Makes the edits, exactly these: one undo step.
 * @param undo where the undo step begins and ends otherwise. VS Code can do that only in an editor that is seen.
 * @returns false if VS Code refused, e.g. because the document has changed
 */
export async function applyEdits(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
  undo?: UndoStops,
): Promise<boolean> {
  const editor = undo && vscode.window.visibleTextEditors.find((one) => one.document === document);
  if (editor) {
    return editor.edit(
      (builder) => edits.forEach(({ range, text }) => builder.replace(rangeIn(document, range), text)),
      { undoStopBefore: undo.before, undoStopAfter: undo.after },
    );
  }
  // Edits without metadata VS Code cuts into smaller ones, character by character, in the active editor: that tears
  // surrogate pairs apart (👩 → 👨 loses its first half), and makes a mess of what the undo of an edit looks like.
  const metadata = { needsConfirmation: false, label: 'Interlinear' };
  const workspaceEdit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    workspaceEdit.replace(document.uri, rangeIn(document, range), text, metadata);
  }
  return vscode.workspace.applyEdit(workspaceEdit);
}
