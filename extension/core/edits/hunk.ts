import type { OffsetRange } from '../text/offsetRange.js';
import type { TextEdit } from './textEdit.js';

/** One place at which two versions of a text differ. */
export interface Hunk {
  /** Where it lies in the original; empty for an insertion. */
  readonly originalRange: OffsetRange;
  /** Where it lies once all hunks are applied to the original; empty for a deletion. */
  readonly modifiedRange: OffsetRange;
  readonly originalText: string;
  readonly modifiedText: string;
}

/** The edit of the original that brings the hunk about. */
export function editOf(hunk: Hunk): TextEdit {
  return { range: hunk.originalRange, text: hunk.modifiedText };
}

/** The edit of the modified text that takes the hunk back. */
export function inverseEditOf(hunk: Hunk): TextEdit {
  return { range: hunk.modifiedRange, text: hunk.originalText };
}
