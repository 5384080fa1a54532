import type { OffsetRange } from '../text/offsetRange.js';
import type { StringEdit } from './stringEdit.js';

/**
 * Where a person's selection lies after an edit that is the answer to it. It covers all that came into its place, at its
 * edges too; a bare cursor (an empty range) stays as many code units behind the start of what was replaced, if the new
 * text is that long.
 */
export function movedSelection({ start, end }: OffsetRange, edit: StringEdit): OffsetRange {
  const moved = { start, end };
  let delta = 0;
  for (const { range, text } of edit.replacements) {
    const from = range.start + delta;
    delta += text.length - (range.end - range.start);
    const to = range.end + delta;
    if (start === end) {
      if (start < range.start) break;
      const offset = Math.min(from + start - range.start, to);
      const cursor = start < range.end ? offset : start === range.start ? from : start + delta;
      moved.start = moved.end = cursor;
      continue;
    }
    if (range.start <= start) {
      const inside = start < range.end || start === range.start;
      moved.start = inside ? from : start + delta;
    }
    // What begins at the end of a selection belongs to it only if it was put in there, and took nothing away.
    const reaches = range.start < end || range.end === end;
    if (reaches) {
      moved.end = end <= range.end ? to : end + delta;
    }
  }
  return moved;
}
