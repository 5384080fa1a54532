import * as vscode from 'vscode';
import { Notice } from '../../editor/notice.js';
import type { CommandArguments } from '../../session/selection/commandArguments.js';
import { isReadOnly } from '../../session/selection/readOnly.js';

/** One place of a document that is to be worded. */
export interface Place {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

/**
 * The one selection of the active editor, or the one range that was given; it may be empty.
 * @throws Notice if there are several, or none, or the document cannot be changed
 */
export async function resolvePlace({ uri, ranges }: CommandArguments): Promise<Place> {
  const editor = vscode.window.activeTextEditor;
  const document =
    uri === undefined ? editor?.document : await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (document === undefined) {
    throw new Notice(vscode.l10n.t('Open a document first, and select the text to work on.'));
  }
  if (await isReadOnly(document)) {
    throw new Notice(vscode.l10n.t('This document is read-only, so Interlinear cannot change it.'));
  }
  const given = ranges?.map(
    ({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character),
  );
  const [range, ...others] = given ?? (editor?.document === document ? editor.selections : []);
  if (range === undefined || others.length > 0) {
    throw new Notice(vscode.l10n.t('Select one place only: its wording depends on what stands around it.'));
  }
  return { document, range: document.validateRange(range) };
}

/** A range without the white space at its ends. */
export function trimmed(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  const text = document.getText(range);
  const start = document.offsetAt(range.start) + text.length - text.trimStart().length;
  const end = Math.max(start, document.offsetAt(range.end) - (text.length - text.trimEnd().length));
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
