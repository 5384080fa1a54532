import { overlaps, type OffsetRange } from '../../core/edits/offsetRange.js';
import { findProtectedSpans } from '../../core/text/findProtectedSpans.js';
import type { ProtectedSpan } from '../../core/text/protectedSpan.js';
import { segment, type Segment } from '../../core/text/segment.js';
import { hashOfValue } from './hashes.js';

/** A sentence of a document, and the key under which its answer is remembered. */
export interface PlannedSentence {
  readonly segment: Segment;
  /** Undefined for what is not to be worked on. */
  readonly key: string | undefined;
  /** Number of the stretch it is in: sentences that no blank line and no syntax separates are in the same one. */
  readonly stretch: number;
}

/** A document cut into its sentences. */
export interface DocumentPlan {
  readonly text: string;
  readonly format: string;
  readonly sentences: readonly PlannedSentence[];
}

/** Between two paragraphs, quoted ones and ones in comments too. */
const blankLine = /(?:\r\n|\r|\n)[\s>/*#;%!]*(?:\r\n|\r|\n)/;

/** @param within the ranges that may change; everywhere if absent */
export function planDocument(text: string, format: string, within?: readonly OffsetRange[]): DocumentPlan {
  const spans = findProtectedSpans(text, format);
  const separators = spans.filter(({ separates }) => separates);
  let stretch = 0;
  let separator = 0;
  let previousEnd = 0;
  const sentences = segment(text, { format, spans }).map((part): PlannedSentence => {
    const end = part.start + part.text.length;
    while ((separators[separator]?.end ?? Infinity) <= previousEnd) separator++;
    const next = separators[separator];
    const isApart = next !== undefined && next.start < part.start;
    if (isApart || blankLine.test(text.slice(previousEnd, part.start))) stretch++;
    previousEnd = end;
    const wanted =
      part.text !== '' && (within?.some((range) => overlaps(range, { start: part.start, end })) ?? true);
    return { segment: part, key: wanted ? keyOf(part, format) : undefined, stretch };
  });
  return { text, format, sentences };
}

/**
 * The document with every letter of the other sentences replaced by a character that no sentence is made of: the
 * engine sees the same structure, and prose only in the stretches that are wanted.
 */
export function documentWithOnly({ text, sentences }: DocumentPlan, stretches: ReadonlySet<number>): string {
  let result = '';
  let position = 0;
  for (const { segment: part, stretch } of sentences) {
    if (!stretches.has(stretch)) {
      result += text.slice(position, part.start) + withoutLetters(part.text, part.spans);
      position = part.start + part.text.length;
    }
  }
  return result + text.slice(position);
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

function keyOf({ text, spans, delimiter }: Segment, format: string): string {
  const marks = spans.map(({ start, end, kind, pair }) => [start, end, kind, pair ?? null]);
  return hashOfValue([format, text, delimiter ?? null, marks]);
}
