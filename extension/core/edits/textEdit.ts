import type { OffsetRange } from '../text/offsetRange.js';

/** Replaces the text in `range` by `text`. */
export interface TextEdit {
  readonly range: OffsetRange;
  readonly text: string;
}

/** How many code units longer the text becomes. */
export function deltaOf(edit: TextEdit): number {
  return edit.text.length - (edit.range.end - edit.range.start);
}

/** Order in the text: by start, and an insertion before a replacement that starts at the same offset. */
export function compareEdits(first: TextEdit, second: TextEdit): number {
  return first.range.start - second.range.start || first.range.end - second.range.end;
}
