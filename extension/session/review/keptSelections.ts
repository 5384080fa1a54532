import * as vscode from 'vscode';
import { movedSelection } from '../../core/edits/movedSelection.js';
import type { StringEdit } from '../../core/edits/stringEdit.js';
import { applyEdits, type UndoStops } from '../../editor/textRanges.js';

/**
 * As `applyEdits`, and the selections are where a person expects them: over the new text if they were over the old one.
 * VS Code alone would leave them at the end of the last change.
 */
export async function applyEditsKeepingSelections(
  document: vscode.TextDocument,
  edit: StringEdit,
  undo?: UndoStops,
): Promise<boolean> {
  const { version } = document;
  const kept = vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .map((editor) => ({ editor, selections: editor.selections.map((one) => moved(document, one, edit)) }));
  const applied = await applyEdits(document, edit.replacements, undo);
  // A keystroke that came in between has put the cursor where it belongs.
  if (applied && document.version === version + 1) {
    for (const { editor, selections } of kept) {
      editor.selections = selections.map(({ anchor, active }) => {
        return new vscode.Selection(document.positionAt(anchor), document.positionAt(active));
      });
    }
  }
  return applied;
}

function moved(
  document: vscode.TextDocument,
  selection: vscode.Selection,
  edit: StringEdit,
): { readonly anchor: number; readonly active: number } {
  const range = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  const { start, end } = movedSelection(range, edit);
  return selection.isReversed ? { anchor: end, active: start } : { anchor: start, active: end };
}
