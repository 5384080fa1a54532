import type { OffsetRange } from './offsetRange.js';
import { findProtectedSpans } from './findProtectedSpans.js';
import { formatRules } from './formats/formatRules.js';
import { JoinedParagraph } from './joinedParagraph.js';
import { ParagraphFinder } from './paragraphs.js';
import { proseLines } from './proseLines.js';
import {
  disjointSpans,
  spansTouching,
  spansWithin,
  type Delimiter,
  type ProtectedSpan,
} from './protectedSpan.js';
import { splitLineIntoSentences } from './sentences.js';
import { sourceOf, type LineBreak, type Wrapping } from './wrapping.js';

/** A sentence with what surrounds it. One that goes over several lines of a wrapped paragraph is joined. */
export interface Segment {
  /** What stands before the sentence: white space, list and comment markers, whole fences, other syntax. */
  readonly prefix: string;
  /**
   * The sentence without white space around it, and without the line breaks and markers that `breaks` holds; empty
   * only if a text has no prose at all. `sourceOf` gives it as it stands in the document.
   */
  readonly text: string;
  /** White space after the sentence up to the line's end; the last segment's goes on to the end of the text. */
  readonly suffix: string;
  /** Offset of the sentence in the whole text. */
  readonly start: number;
  /** Protected spans inside the sentence, in offsets of `text`. */
  readonly spans: readonly ProtectedSpan[];
  /** The quotation mark of the string literal that the sentence is in, for `protect`. */
  readonly delimiter?: Delimiter;
  /** The line breaks in the sentence; absent if it is on one line. */
  readonly breaks?: readonly LineBreak[];
  /** The wrapped paragraph that the sentence is in; absent if that has one line only. */
  readonly wrapping?: Wrapping;
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
  for (const { start, end, decoded = '' } of spans) {
    if (/\p{L}/u.test(text.slice(position, start) + decoded)) {
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
  for (const { start, end, pair, decoded } of spans) {
    const lowerCase = pair === 'open' && /^\p{Ll}/u.test(text.slice(end, end + 2));
    const filler = pair === 'close' ? ')' : lowerCase ? 'x' : 'X';
    const shown = decoded === '' ? text.charAt(end) : (decoded ?? filler);
    result += text.slice(position, start) + shown.repeat(end - start).slice(0, end - start);
    position = end;
  }
  return result + text.slice(position);
}

/** The sentences of a paragraph as ranges of its text, trimmed, those without prose left out. */
function sentencesOf({ text, spans }: JoinedParagraph, locale?: string): OffsetRange[] {
  const sentences: OffsetRange[] = [];
  let start = 0;
  let end = 0;
  for (const sentence of splitLineIntoSentences(masked(text, spans), locale)) {
    end += sentence.length;
    const part = text.slice(start, end);
    const trimmed = part.trim();
    const from = start + part.indexOf(trimmed);
    if (hasProse(trimmed, spansWithin(spans, from, from + trimmed.length))) {
      sentences.push({ start: from, end: from + trimmed.length });
    }
    start = end;
  }
  return sentences;
}

/**
 * Cuts a text into sentences, paragraph by paragraph. Everything else (white space, markers, fences, syntax) is kept
 * in the segments' prefixes and suffixes, so that prefix + source + suffix of all segments joined are the input, byte
 * for byte. A text without prose gives one segment with an empty `text`; the empty text gives none.
 */
export function segment(text: string, options: SegmentOptions = {}): Segment[] {
  if (text === '') {
    return [];
  }
  const spans = disjointSpans(options.spans ?? findProtectedSpans(text, options.format));
  const inline = spans.filter(({ separates }) => separates !== true);
  const finder = new ParagraphFinder(text, inline, formatRules(options.format ?? 'plaintext').wrap);
  const segments: Segment[] = [];
  let position = 0;
  for (const paragraph of finder.find(proseLines(text, spans))) {
    const { start: first, delimiter } = paragraph.lines[0]!;
    const joined = new JoinedParagraph(
      text,
      paragraph,
      spansTouching(inline, first, paragraph.lines.at(-1)!.end),
    );
    const sentences = sentencesOf(joined, options.locale);
    const wrapping = joined.wrapping(sentences);
    for (const sentence of sentences) {
      const part = joined.part(sentence);
      const start = joined.offsetOf(sentence.start);
      const end = start + sourceOf(part).length;
      const after = /^[^\S\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(end, end + 1000))![0];
      segments.push({
        prefix: text.slice(position, start),
        ...part,
        suffix: after,
        start,
        ...(delimiter && { delimiter }),
        ...(wrapping && { wrapping }),
      });
      position = end + after.length;
    }
  }
  const last = segments.pop() ?? { prefix: '', text: '', suffix: '', start: 0, spans: [] };
  return [...segments, { ...last, suffix: last.suffix + text.slice(position) }];
}
