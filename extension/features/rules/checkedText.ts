import * as vscode from 'vscode';
import { lengthOfDocument } from '../../editor/textRanges.js';

/** In UTF-16 code units: a longer document is checked only around what is on screen. */
const longest = 200_000;
/** Lines around what is on screen. */
const margin = 400;

/** The part of a document that is checked, and where it begins. */
export interface CheckedText {
  readonly text: string;
  readonly offset: number;
  /** Offsets in `text` of the middle of what is on screen: sentences near it come first. */
  readonly focus: number;
  /** Whether it is not the whole document. */
  readonly partial: boolean;
}

/** Reads what of a document is checked. */
export function checkedText(document: vscode.TextDocument, visible: readonly vscode.Range[]): CheckedText {
  const first = visible[0]?.start.line ?? 0;
  const last = visible.at(-1)?.end.line ?? 0;
  const middle = document.offsetAt(new vscode.Position(Math.floor((first + last) / 2), 0));
  if (lengthOfDocument(document) <= longest) {
    return { text: document.getText(), offset: 0, focus: middle, partial: false };
  }
  const range = document.validateRange(new vscode.Range(Math.max(0, first - margin), 0, last + margin, 0));
  const offset = document.offsetAt(range.start);
  return { text: document.getText(range).slice(0, longest), offset, focus: middle - offset, partial: true };
}
