import * as vscode from 'vscode';
import { Notice } from '../../editor/notice.js';
import type { CommandArguments } from '../../session/selection/commandArguments.js';
import type { Target } from '../../session/selection/target.js';

/**
 * The text that is only read: the ranges that were given, else the selections, else the whole document. Unlike what is
 * to be changed, it may be in a read-only document.
 * @throws Notice where there is no text
 */
export async function readTarget({ uri, ranges }: CommandArguments): Promise<Target> {
  const editor = vscode.window.activeTextEditor;
  const document =
    uri === undefined ? editor?.document : await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (document === undefined) {
    throw new Notice(vscode.l10n.t('Open a document first, and select the text to work on.'));
  }
  const given = ranges?.map(
    ({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character),
  );
  const selected = given ?? (editor?.document === document ? editor.selections : []);
  const wanted = selected
    .filter(({ isEmpty }) => !isEmpty)
    .map((range) => document.validateRange(range))
    .sort((first, second) => first.start.compareTo(second.start));
  const found = (wanted.length > 0 ? wanted : [wholeRange(document)]).filter(
    (range) => document.getText(range).trim() !== '',
  );
  if (found.length === 0) {
    throw new Notice(vscode.l10n.t('There is no text here to work on.'));
  }
  return { document, ranges: found };
}

/** Everything in a document. */
export function wholeRange(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
}
