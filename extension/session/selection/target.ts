import * as vscode from 'vscode';
import { Notice } from '../../editor/notice.js';
import type { CommandArguments } from './commandArguments.js';
import { isReadOnly } from './readOnly.js';
import { paragraphAt, sentenceAt } from './spanAtCursor.js';

/** The text a command works on: ranges of one document, in order, apart from each other, none of them blank. */
export interface Target {
  readonly document: vscode.TextDocument;
  readonly ranges: readonly vscode.Range[];
}

/**
 * What a command means: the ranges it was given, or the selections of the active editor; an empty one stands for
 * the sentence (in code: the line) at the cursor.
 * @throws Notice where there is nothing to work on
 */
export async function resolveTarget({ uri, ranges }: CommandArguments): Promise<Target> {
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
  const wanted = given ?? (editor?.document === document ? editor.selections : []);
  const found = wanted
    .map((range) => (range.isEmpty ? sentenceRange(document, range.start) : document.validateRange(range)))
    .filter((range) => range !== undefined)
    .filter((range) => document.getText(range).trim() !== '');
  if (found.length === 0) {
    throw new Notice(vscode.l10n.t('There is no text here to work on.'));
  }
  return { document, ranges: merged(found) };
}

function sentenceRange(document: vscode.TextDocument, cursor: vscode.Position): vscode.Range | undefined {
  const { first, last } = paragraphAt(document, cursor.line, document.languageId);
  const paragraph = new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
  const base = document.offsetAt(paragraph.start);
  const span = sentenceAt(document.getText(paragraph), document.offsetAt(cursor) - base);
  return (
    span && new vscode.Range(document.positionAt(base + span.start), document.positionAt(base + span.end))
  );
}

/** Two cursors may stand in one sentence: that sentence is worked on once. */
function merged(ranges: readonly vscode.Range[]): vscode.Range[] {
  const result: vscode.Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start.compareTo(b.start))) {
    const last = result.at(-1);
    if (last?.end.isAfter(range.start)) {
      result[result.length - 1] = last.union(range);
    } else {
      result.push(range);
    }
  }
  return result;
}
