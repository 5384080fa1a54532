import * as vscode from 'vscode';
import { paragraphAt, sentenceAt } from '../../session/selection/spanAtCursor.js';

/** What stands on both sides of a phrase, up to the ends of its sentences. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** The text of the sentences that a range begins and ends in, on both sides of it. */
export function surroundings(document: vscode.TextDocument, range: vscode.Range): Surroundings {
  const { start } = sentenceAround(document, range.start);
  const { end } = sentenceAround(document, range.end);
  return {
    before: document.getText(
      new vscode.Range(start.isBefore(range.start) ? start : range.start, range.start),
    ),
    after: document.getText(new vscode.Range(range.end, end.isAfter(range.end) ? end : range.end)),
  };
}

function sentenceAround(document: vscode.TextDocument, place: vscode.Position): vscode.Range {
  const { first, last } = paragraphAt(document, place.line, document.languageId);
  const paragraph = new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
  const base = document.offsetAt(paragraph.start);
  const span = sentenceAt(document.getText(paragraph), document.offsetAt(place) - base);
  return span
    ? new vscode.Range(document.positionAt(base + span.start), document.positionAt(base + span.end))
    : new vscode.Range(place, place);
}
