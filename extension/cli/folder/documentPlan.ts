import { overlaps, type OffsetRange } from '../../core/text/offsetRange.js';
import { findProtectedSpans } from '../../core/text/findProtectedSpans.js';
import { spansWithin, type ProtectedSpan } from '../../core/text/protectedSpan.js';
import { segment } from '../../core/text/segment.js';
import { hashOfValue } from './hashes.js';

/** Sentences that belong together: no blank line and no syntax separates them. What is remembered, is remembered of it. */
export interface Stretch extends OffsetRange {
  /** Hash of everything in the document that its answer depends on. */
  readonly key: string;
  readonly sentences: number;
  /** Whether it is to be worked on. */
  readonly wanted: boolean;
}

/** A document cut into stretches of prose. */
export interface DocumentPlan {
  readonly text: string;
  readonly format: string;
  readonly spans: readonly ProtectedSpan[];
  readonly stretches: readonly Stretch[];
}

/** @param within the ranges that may change; everywhere if absent */
export function planDocument(text: string, format: string, within?: readonly OffsetRange[]): DocumentPlan {
  const spans = findProtectedSpans(text, format);
  const separators = spans.filter(({ separates }) => separates);
  const sentences = sentenceRanges(text, format, spans);
  const groups: OffsetRange[][] = [];
  let separator = 0;
  for (const sentence of sentences) {
    const last = groups.at(-1);
    const previousEnd = last?.at(-1)?.end ?? 0;
    while ((separators[separator]?.end ?? Infinity) <= previousEnd) separator++;
    const next = separators[separator];
    const isSeparated = next !== undefined && next.start < sentence.start;
    if (last !== undefined && belongs(text.slice(previousEnd, sentence.start), isSeparated)) {
      last.push(sentence);
    } else {
      groups.push([sentence]);
    }
  }
  const stretches = groups.map((group): Stretch => {
    const { start } = group[0]!;
    const { end } = group.at(-1)!;
    const wanted = within?.some((range) => overlaps(range, { start, end })) ?? true;
    return { start, end, key: keyOf(text, format, spans, { start, end }), sentences: group.length, wanted };
  });
  return { text, format, spans, stretches };
}

/**
 * The document with every letter outside the given stretches replaced by a character that no sentence is made of: the
 * engine sees the same structure, and prose only where it is wanted.
 */
export function documentWithOnly(plan: DocumentPlan, kept: ReadonlySet<Stretch>): string {
  let result = '';
  let position = 0;
  for (const stretch of plan.stretches) {
    if (!kept.has(stretch)) {
      const { start, end } = stretch;
      result += plan.text.slice(position, start);
      result += withoutLetters(plan.text.slice(start, end), spansWithin(plan.spans, start, end));
      position = end;
    }
  }
  return result + plan.text.slice(position);
}

/** Where the sentences stand in the document, with the line breaks and markers inside them. */
function sentenceRanges(text: string, format: string, spans: readonly ProtectedSpan[]): OffsetRange[] {
  const segments = segment(text, { format, spans });
  return segments.flatMap(({ start, suffix, text: sentence }, index) => {
    const next = segments[index + 1];
    const end = (next === undefined ? text.length : next.start - next.prefix.length) - suffix.length;
    return sentence === '' ? [] : [{ start, end }];
  });
}

/** Between two lines of a paragraph, quoted ones and ones in comments too. */
const markersOnly = /^[\s>/*#;%!]*$/;
const blankLine = /[\r\n][\s>/*#;%!]*[\r\n]/;

function belongs(between: string, isSeparated: boolean): boolean {
  return (
    !blankLine.test(between.replaceAll('\r\n', '\n')) &&
    (!isSeparated || (/[\r\n]/.test(between) && markersOnly.test(between)))
  );
}

/** Of the private use area, at the other end from the copy characters; as long as what it replaces. */
const filler = '\uf8ff';

function withoutLetters(text: string, spans: readonly ProtectedSpan[]): string {
  let result = '';
  let position = 0;
  for (const { start, end } of [...spans, { start: text.length, end: text.length }]) {
    const prose = text.slice(position, start);
    result += prose.replace(/\p{L}/gu, (letter) => filler.repeat(letter.length)) + text.slice(start, end);
    position = end;
  }
  return result;
}

function keyOf(
  text: string,
  format: string,
  spans: readonly ProtectedSpan[],
  { start, end }: OffsetRange,
): string {
  const marks = spansWithin(spans, start, end).map((span) => [
    span.start,
    span.end,
    span.kind,
    span.pair ?? null,
    span.separates ?? false,
  ]);
  const delimiter = spans.findLast((span) => span.separates && span.end <= start)?.delimiter ?? null;
  // A wrapped paragraph is wrapped by the column that it starts in.
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  return hashOfValue([format, text.slice(start, end), delimiter, start - lineStart, marks]);
}
