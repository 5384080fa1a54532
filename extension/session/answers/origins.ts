import type { RewriteResult, SegmentOrigin } from '../../core/protocol/protocol.js';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import type { Answer } from './answer.js';

/** A sentence of an answer, and where it comes from. */
export interface SentenceOrigin {
  readonly range: OffsetRange;
  readonly origin: SegmentOrigin;
}

/** The sentences of an answer that come from a translation memory, where they stand now; none of one that was edited. */
export function memoryOrigins({ spans, results }: Pick<Answer, 'spans' | 'results'>): SentenceOrigin[] {
  return spans.flatMap(({ range, text }, index) => {
    const result = results[index];
    return result ? within(result, text, range.start) : [];
  });
}

function within({ segments }: RewriteResult, text: string, start: number): SentenceOrigin[] {
  const found: SentenceOrigin[] = [];
  const endOfLine = text.includes('\r\n') ? '\r\n' : '\n';
  let at = 0;
  for (const { output, origin } of segments) {
    const written = output.replace(/\r\n|\r|\n/g, endOfLine);
    // Another wording may have taken the place of this one.
    if (!text.startsWith(written, at)) return [];
    const end = at + written.length;
    const lead = written.length - written.trimStart().length;
    if (origin?.from === 'memory') {
      const range = { start: start + at + lead, end: start + at + written.trimEnd().length };
      found.push({ range, origin });
    }
    at = end;
  }
  return found;
}
