import type { OffsetRange } from './offsetRange.js';
import { displayWidth } from './displayWidth.js';
import { leadOf } from './lineLeads.js';
import type { Paragraph } from './paragraphs.js';
import { spansTouching, spansWithin, type ProtectedSpan } from './protectedSpan.js';
import { glueBetween } from './wideScript.js';
import { breaksWithin, type LineBreak, type Wrapping } from './wrapping.js';

/** How many items at the beginning of a list fulfil a condition, which those behind them do not. */
function countWhile<T>(list: readonly T[], holds: (item: T, index: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle]!, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A paragraph as one line: its line breaks are replaced by a space or nothing, but for those inside protected spans. */
export class JoinedParagraph {
  public readonly text: string;
  /** Protected spans, in offsets of `text`. */
  public readonly spans: readonly ProtectedSpan[];
  private readonly breaks: readonly LineBreak[];
  /** How much longer the document is than `text` behind so many line breaks. */
  private readonly shifts: readonly number[];
  private readonly start: number;

  /**
   * @param document the whole text
   * @param inline the protected spans in the paragraph that are parts of sentences, in offsets of the document
   */
  public constructor(
    private readonly document: string,
    private readonly paragraph: Paragraph,
    inline: readonly ProtectedSpan[],
  ) {
    const { lines, rule } = paragraph;
    this.start = lines[0]!.start;
    const end = lines.at(-1)!.end;
    const breaks: LineBreak[] = [];
    let text = '';
    let position = this.start;
    for (const [index, { start: next }] of lines.entries()) {
      const from = lines[index - 1]?.end ?? next;
      const inSpan = spansTouching(inline, from, next).length > 0;
      if (index > 0 && !inSpan) {
        text += document.slice(position, from);
        const source = document.slice(from, next);
        const spaced = rule?.keepsSpace === true ? /^\s/.test(source) : undefined;
        const glue =
          spaced === undefined ? glueBetween(text, document.slice(next, next + 2)) : spaced ? ' ' : '';
        breaks.push({ at: text.length, glue, source });
        text += glue;
        position = next;
      }
    }
    this.text = text + document.slice(position, end);
    this.breaks = breaks;
    let shift = 0;
    this.shifts = [0, ...breaks.map(({ glue, source }) => (shift += source.length - glue.length))];
    this.spans = spansWithin(inline, this.start, end).map((span) => ({
      ...span,
      start: this.joinedOffset(span.start),
      end: this.joinedOffset(span.end),
    }));
  }

  /** The offset in the document of an offset in `text`. */
  public offsetOf(offset: number): number {
    const count = countWhile(this.breaks, ({ at, glue }) => at + glue.length <= offset);
    return offset + this.start + this.shifts[count]!;
  }

  /** A stretch of `text` with its spans and line breaks. */
  public part({ start, end }: OffsetRange): {
    readonly text: string;
    readonly spans: ProtectedSpan[];
    readonly breaks?: LineBreak[];
  } {
    const breaks = breaksWithin(this.breaks, start, end);
    const spans = spansWithin(this.spans, start, end);
    return { text: this.text.slice(start, end), spans, ...(breaks.length > 0 && { breaks }) };
  }

  /** How the paragraph is wrapped; undefined if it has one line only. */
  public wrapping(sentences: readonly OffsetRange[]): Wrapping | undefined {
    const { lines, rule, width } = this.paragraph;
    const [first, second] = lines;
    if (first === undefined || second === undefined || rule === undefined) {
      return undefined;
    }
    const lineStarts = new Set(this.breaks.map(({ at, glue }) => at + glue.length));
    const atBreaks = sentences.filter(({ start }) => lineStarts.has(start));
    const sentencePerLine = sentences.length > 1 && atBreaks.length === sentences.length - 1;
    return {
      lineBreak: this.document.slice(first.end, second.start).replace(/^[ \t]+/, ''),
      // Where all line breaks are between sentences, there is no margin.
      width: sentencePerLine && atBreaks.length === this.breaks.length ? Infinity : width,
      column: displayWidth(leadOf(this.document, this.start)),
      keepsSpace: rule.keepsSpace === true,
      sentencePerLine,
    };
  }

  /** @param offset from the paragraph's start, line breaks included; in none of them */
  private joinedOffset(offset: number): number {
    const count = countWhile(
      this.breaks,
      ({ at, source }, index) => at + this.shifts[index]! + source.length <= offset,
    );
    return offset - this.shifts[count]!;
  }
}
