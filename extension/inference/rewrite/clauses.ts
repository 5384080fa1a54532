import { type ProtectedSpan, spansWithin } from '../../core/text/protectedSpan.js';
import type { Segment } from '../../core/text/segment.js';
import { segmentPart } from '../../core/text/segmentPart.js';

/** A place where a sentence can be cut: after a clause's punctuation, and the space that follows it if any. */
const clauseEnd = /[,;:–—](?=\s)|[\u060c\u061b\u3001\uff0c\uff1b\uff1a]/gu;

/**
 * Cuts a sentence that is too long for the model at its clauses' ends, into as few parts as fit. The parts joined
 * (prefix, text, suffix) are the sentence, and no cut goes through a protected span.
 * @param fits whether the model can read this stretch of the sentence with its spans
 * @returns undefined if a single clause is too long already
 */
export function splitAtClauses(
  whole: Segment,
  fits: (text: string, spans: readonly ProtectedSpan[]) => boolean,
): Segment[] | undefined {
  const { text, spans } = whole;
  const cuts = [...text.matchAll(clauseEnd)]
    .map(({ index, 0: mark }) => index + mark.length)
    .filter((cut) => cut < text.length && !spans.some(({ start, end }) => start < cut && cut < end));

  const parts: Segment[] = [];
  let start = 0;
  while (start < text.length) {
    const ends = [...cuts.filter((cut) => cut > start), text.length];
    const end = ends.findLast((candidate) =>
      fits(text.slice(start, candidate), spansWithin(spans, start, candidate)),
    );
    if (end === undefined) return undefined;
    const gap = /^\s*/.exec(text.slice(end))?.[0] ?? '';
    parts.push(segmentPart(whole, start, end + gap.length));
    start = end + gap.length;
  }
  return parts;
}
