import { overlaps, type OffsetRange } from '../../core/text/offsetRange.js';
import type { FoundTerm } from '../../core/glossary/termFinder.js';
import type { Protected } from '../../core/text/protect.js';
import type { ProtectedSpan } from '../../core/text/protectedSpan.js';

/** A sentence in which every term is put in already, and protected like code. */
export interface HeldTerms {
  readonly text: string;
  /** The spans that were given, where they stand now. */
  readonly spans: readonly ProtectedSpan[];
  readonly terms: readonly ProtectedSpan[];
}

/**
 * Writes the terms' targets into a sentence. Protected spans of such a sentence become copy-tokens as ever, so the model
 * sees of a term what it sees of code, and an answer that has all copy-tokens has all terms.
 * @param spans disjoint from the terms; in any order
 * @param terms disjoint, in order
 * @param escape how words are written here
 */
export function holdTerms(
  text: string,
  spans: readonly ProtectedSpan[],
  terms: readonly FoundTerm[],
  escape: (words: string) => string,
): HeldTerms {
  let result = '';
  let position = 0;
  const held: ProtectedSpan[] = [];
  const shifts: { readonly from: number; readonly by: number }[] = [];
  for (const { start, end, target, kept } of terms) {
    result += text.slice(position, start);
    const words = kept ? target : escape(target);
    held.push({ start: result.length, end: result.length + words.length, kind: 'reference' });
    result += words;
    position = end;
    shifts.push({ from: end, by: result.length - end });
  }
  const moved = spans.map((span): ProtectedSpan => {
    const by = shifts.findLast(({ from }) => from <= span.start)?.by ?? 0;
    return { ...span, start: span.start + by, end: span.end + by };
  });
  return { text: result + text.slice(position), spans: moved, terms: held };
}

/** Indices of the copies of a sentence that lie over one of `ranges`. */
export function copiesIn({ copies }: Protected, ranges: readonly OffsetRange[]): ReadonlySet<number> {
  const over = copies.filter(({ start, text }) =>
    ranges.some((range) => overlaps(range, { start, end: start + text.length })),
  );
  return new Set(over.map(({ index }) => index));
}
