import { lengthOf, shifted, sliceOf, type OffsetRange } from '../../core/edits/offsetRange.js';
import type { StringEdit } from '../../core/edits/stringEdit.js';
import { deltaOf } from '../../core/edits/textEdit.js';

/** A range of a text and what stands there. */
export interface TextSpan {
  readonly range: OffsetRange;
  readonly text: string;
}

/**
 * Where ranges lie after an edit that was made for them, and what stands there then. What the edit inserts at an edge
 * of a range belongs to it, unlike what somebody else types there.
 * @param ranges in order and apart from each other; every replacement of `edit` lies within one of them
 * @param read the text before the edit
 */
export function spansAfter(
  edit: StringEdit,
  ranges: readonly OffsetRange[],
  read: (range: OffsetRange) => string,
): TextSpan[] {
  let delta = 0;
  let next = 0;
  return ranges.map((range) => {
    const before = read(range);
    const parts: string[] = [];
    let position = 0;
    let growth = 0;
    for (; next < edit.replacements.length; next++) {
      const replacement = edit.replacements[next]!;
      if (replacement.range.end > range.end) {
        break;
      }
      const inside = shifted(replacement.range, -range.start);
      parts.push(sliceOf(before, { start: position, end: inside.start }), replacement.text);
      position = inside.end;
      growth += deltaOf(replacement);
    }
    const start = range.start + delta;
    delta += growth;
    return {
      range: { start, end: start + lengthOf(range) + growth },
      text: parts.join('') + before.slice(position),
    };
  });
}
