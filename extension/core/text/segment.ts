import { overlaps, type OffsetRange } from '../edits/offsetRange.js';
import { findProtectedSpans } from './findProtectedSpans.js';
import { leadingMarkers, trailingMarkers } from './lineMarkers.js';
import { disjointSpans, spansWithin, type Delimiter, type ProtectedSpan } from './protectedSpan.js';
import { splitLineIntoSentences, splitLines } from './sentences.js';

/** A sentence, or the part of one on a line, with what surrounds it. */
export interface Segment {
  /** What stands before the sentence: white space, list and comment markers, whole fences, other syntax. */
  readonly prefix: string;
  /** The sentence without white space around it; empty only if a text has no prose at all. */
  readonly text: string;
  /** White space after the sentence up to the line's end; the last segment's goes on to the end of the text. */
  readonly suffix: string;
  /** Offset of the sentence in the whole text. */
  readonly start: number;
  /** Protected spans inside the sentence, in its offsets. */
  readonly spans: readonly ProtectedSpan[];
  /** The quotation mark of the string literal that the sentence is in, for `protect`. */
  readonly delimiter?: Delimiter;
}

interface ProseLine extends OffsetRange {
  readonly delimiter: Delimiter | undefined;
}

export interface SegmentOptions {
  /** VS Code language identifier; plain text if absent or unknown. */
  readonly format?: string;
  /** The protected spans, if already known. */
  readonly spans?: readonly ProtectedSpan[];
  /** BCP 47 language tag of the text. */
  readonly locale?: string;
}

/** Whether a stretch of text has a letter outside its protected spans. */
export function hasProse(text: string, spans: readonly ProtectedSpan[]): boolean {
  let position = 0;
  for (const { start, end } of spans) {
    if (/\p{L}/u.test(text.slice(position, start))) {
      return true;
    }
    position = end;
  }
  return /\p{L}/u.test(text.slice(position));
}

/**
 * Stands in for spans while sentences are looked for: what closes a pair is like a closing bracket, so that a bold
 * sentence may end behind it, and what opens one is like the letter behind it.
 */
function masked(text: string, spans: readonly ProtectedSpan[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, pair } of spans) {
    const lowerCase = pair === 'open' && /^\p{Ll}/u.test(text.slice(end, end + 2));
    const filler = pair === 'close' ? ')' : lowerCase ? 'x' : 'X';
    result += text.slice(position, start) + filler.repeat(end - start);
    position = end;
  }
  return result + text.slice(position);
}

/** The parts of the text between separating spans, each cut at line breaks. */
function* proseLines(text: string, spans: readonly ProtectedSpan[]): Generator<ProseLine> {
  let position = 0;
  let delimiter: Delimiter | undefined;
  let atLineStart = true;
  const textEnd: ProtectedSpan = { start: text.length, end: text.length, kind: 'syntax', separates: true };
  for (const span of [...spans.filter(({ separates }) => separates), textEnd]) {
    for (const line of splitLines(text.slice(position, span.start))) {
      const end = position + line.length;
      const markers: number = atLineStart ? leadingMarkers(line) : 0;
      yield {
        start: position + markers,
        end: Math.max(position + markers, end - trailingMarkers(line)),
        delimiter,
      };
      atLineStart = /[\r\n]$/.test(line) || (atLineStart && markers === line.length);
      position = end;
    }
    atLineStart ||= /[\r\n]$/.test(text.slice(span.start, span.end));
    position = span.end;
    delimiter = span.delimiter;
  }
}

/** The sentences of a line as ranges of the whole text, trimmed, those without prose left out. */
function sentencesOf(
  text: string,
  line: OffsetRange,
  spans: readonly ProtectedSpan[],
  locale?: string,
): OffsetRange[] {
  const source = text.slice(line.start, line.end);
  const inline = spansWithin(spans, line.start, line.end);
  const sentences: OffsetRange[] = [];
  let start = 0;
  let end = 0;
  for (const sentence of splitLineIntoSentences(masked(source, inline), locale)) {
    end += sentence.length;
    const part = source.slice(start, end);
    const trimmed = part.trim();
    const from = start + part.indexOf(trimmed);
    if (hasProse(trimmed, spansWithin(inline, from, from + trimmed.length))) {
      sentences.push({ start: line.start + from, end: line.start + from + trimmed.length });
    }
    start = end;
  }
  return sentences;
}

/**
 * Cuts a text into sentences, line by line. Everything else (white space, markers, fences, syntax) is kept in the
 * segments' prefixes and suffixes, so that prefix + text + suffix of all segments joined are the input, byte for
 * byte. A text without prose gives one segment with an empty `text`; the empty text gives none.
 */
export function segment(text: string, options: SegmentOptions = {}): Segment[] {
  if (text === '') {
    return [];
  }
  const spans = disjointSpans(options.spans ?? findProtectedSpans(text, options.format));
  const inline = spans.filter(({ separates }) => separates !== true);
  const segments: Segment[] = [];
  let position = 0;
  for (const line of proseLines(text, spans)) {
    const within = inline.filter((span) => overlaps(span, line));
    for (const { start, end } of sentencesOf(text, line, within, options.locale)) {
      const after = /^[^\S\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(end))![0];
      segments.push({
        prefix: text.slice(position, start),
        text: text.slice(start, end),
        suffix: after,
        start,
        spans: spansWithin(within, start, end),
        ...(line.delimiter && { delimiter: line.delimiter }),
      });
      position = end + after.length;
    }
  }
  const last = segments.pop() ?? { prefix: '', text: '', suffix: '', start: 0, spans: [] };
  return [...segments, { ...last, suffix: last.suffix + text.slice(position) }];
}
