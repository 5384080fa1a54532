import type { OffsetRange } from '../../core/text/offsetRange.js';

/** How people mark a place that is still to be filled: three or more underscores. */
const gap = /_{3,}/g;

/** Whether a selected text is nothing but the mark of a gap. */
export function isGap(text: string): boolean {
  return /^\s*_{3,}\s*$/.test(text);
}

/** The mark of a gap that a cursor is in or beside; otherwise the cursor's own place. */
export function gapAt(line: string, cursor: number): OffsetRange {
  for (const { index, 0: mark } of line.matchAll(gap)) {
    if (index <= cursor && cursor <= index + mark.length) {
      return { start: index, end: index + mark.length };
    }
  }
  return { start: cursor, end: cursor };
}
