import type { OffsetRange } from '../../core/text/offsetRange.js';

/** A range of a text and what stands there. */
export interface TextSpan {
  readonly range: OffsetRange;
  readonly text: string;
}

/**
 * Where texts stand that took the place of ranges.
 * @param ranges before, in order and apart from each other
 * @param texts one per range
 */
export function spansOf(ranges: readonly OffsetRange[], texts: readonly string[]): TextSpan[] {
  let delta = 0;
  return ranges.map(({ start, end }, index) => {
    const text = texts[index] ?? '';
    const range = { start: start + delta, end: start + delta + text.length };
    delta = range.end - end;
    return { range, text };
  });
}
