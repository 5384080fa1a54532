import { spansWithin } from './protectedSpan.js';
import type { Segment } from './segment.js';
import { breaksWithin, sourceOf } from './wrapping.js';

/**
 * A part of a sentence as a segment of its own; the parts of a whole sentence joined (prefix, source, suffix) are it.
 * @param from where the part starts in the sentence's text; what surrounds the sentence goes to its first and last part
 * @param to where the next part starts
 */
export function segmentPart(whole: Segment, from: number, to: number): Segment {
  const { breaks: all = [], ...rest } = whole;
  const text = whole.text.slice(from, to).trimEnd();
  const end = from + text.length;
  const sourceBefore = (offset: number, inclusive: boolean): string =>
    sourceOf({
      text: whole.text.slice(0, offset),
      breaks: all.filter(({ at, glue }) => (inclusive ? at + glue.length <= offset : at < offset)),
    });
  const isLast = to === whole.text.length;
  const source = sourceBefore(to, !isLast);
  const breaks = breaksWithin(all, from, end);
  return {
    ...rest,
    prefix: from === 0 ? whole.prefix : '',
    text,
    suffix: source.slice(sourceBefore(end, false).length) + (isLast ? whole.suffix : ''),
    start: whole.start + sourceBefore(from, true).length,
    spans: spansWithin(whole.spans, from, end),
    ...(breaks.length > 0 && { breaks }),
  };
}
