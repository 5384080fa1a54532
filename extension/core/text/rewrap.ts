import type { OffsetRange } from './offsetRange.js';
import { columnAfter, firstLineWidth } from './displayWidth.js';
import type { Segment } from './segment.js';
import { firstWordWidth, mayBreakBetween, wrapWords } from './wordWrap.js';
import { sourceOf, type LineBreak, type Wrapping } from './wrapping.js';

/** A sentence of a wrapped paragraph and its new wording; the same object's `text` if it stays as it is. */
export interface Reworded {
  readonly segment: Segment;
  readonly output: string;
}

/** A sentence with the line breaks of its paragraph, and what goes between it and the next one. */
export interface Rewrapped {
  readonly body: string;
  /** What stands before the next sentence; for the last one what has always stood behind it. */
  readonly gap: string;
}

const hasLineEnd = (text: string): boolean => /[\r\n]/.test(text);

/** Where protected spans stand in a new wording: wherever a text of theirs with white space in it does. */
function solidRanges(segment: Segment, output: string): OffsetRange[] {
  const texts = new Set(
    segment.spans.map(({ start, end }) => segment.text.slice(start, end)).filter((text) => /\s/.test(text)),
  );
  return [...texts].flatMap((text) => {
    const ranges: OffsetRange[] = [];
    for (let start = output.indexOf(text); start >= 0; start = output.indexOf(text, start + 1)) {
      ranges.push({ start, end: start + text.length });
    }
    return ranges;
  });
}

/** Length of the words that two texts begin with alike. */
function sharedStart(first: string, second: string): number {
  let length = 0;
  while (length < first.length && length < second.length && first[length] === second[length]) {
    length++;
  }
  return length === 0 ? 0 : Math.max(0, first.slice(0, length).search(/\S*$/));
}

/** Length of the words that two texts end with alike, less what they share at their start. */
function sharedEnd(first: string, second: string, start: number): number {
  const limit = Math.min(first.length, second.length) - start;
  let length = 0;
  while (length < limit && first.at(-1 - length) === second.at(-1 - length)) {
    length++;
  }
  const shared = first.slice(first.length - length);
  return length === 0 ? 0 : shared.length - /^\S*/.exec(shared)![0].length;
}

/** Wraps a new wording; where its beginning or end is the old one's, the old line breaks stay. */
function wrapReworded({ segment, output }: Reworded, column: number, wrapping: Wrapping): string {
  const { text, breaks = [] } = segment;
  const solid = solidRanges(segment, output);
  const cut = (from: number, to: number): OffsetRange[] =>
    solid.map(({ start, end }) => ({ start: start - from, end: Math.min(end, to) - from }));
  const whole = (): string => wrapWords(output, column, wrapping, solid);
  const lastKept = breaks.findLast(({ at, glue }) => at + glue.length <= sharedStart(text, output));
  const start = lastKept === undefined ? 0 : lastKept.at + lastKept.glue.length;
  const head = lastKept === undefined ? '' : sourceUpTo(text, start, breaks);
  if (!fits(head, column, wrapping)) {
    return whole();
  }
  const after = columnAfter(head, column);
  const shared = sharedEnd(text, output, start);
  const firstKept = breaks.find(({ at }) => at >= text.length - shared);
  if (firstKept !== undefined) {
    const tailLength = text.length - firstKept.at;
    const end = output.length - tailLength;
    const middle = wrapWords(output.slice(start, end), after, wrapping, cut(start, end));
    if (end >= start && fits(middle, after, wrapping)) {
      const tail = sourceOf({
        text: text.slice(firstKept.at),
        breaks: breaks
          .filter(({ at }) => at >= firstKept.at)
          .map((one) => ({ ...one, at: one.at - firstKept.at })),
      });
      return head + middle + tail;
    }
  }
  return head + wrapWords(output.slice(start), after, wrapping, cut(start, output.length));
}

function sourceUpTo(text: string, end: number, breaks: readonly LineBreak[]): string {
  return sourceOf({
    text: text.slice(0, end),
    breaks: breaks.filter(({ at, glue }) => at + glue.length <= end),
  });
}

const fits = (text: string, column: number, { width }: Wrapping): boolean =>
  column + firstLineWidth(text) <= width && columnAfter(text, column) <= width;

/** Lays out one wrapped paragraph, sentence by sentence. */
class ParagraphLayout {
  public readonly result: { body: string; gap: string }[] = [];
  private column: number;
  /** The column in the document as it was. */
  private columnBefore: number;

  public constructor(
    private readonly wrapping: Wrapping,
    private readonly spaceBetween: (part: number, before: string | undefined) => string,
  ) {
    this.column = wrapping.column;
    this.columnBefore = wrapping.column;
  }

  public add(part: Reworded, previous: Reworded | undefined): void {
    const source = sourceOf(part.segment);
    if (previous !== undefined) {
      this.gap(previous, part);
    }
    const body = isChanged(part) ? wrapReworded(part, this.column, this.wrapping) : source;
    this.column = columnAfter(body, this.column);
    this.columnBefore = columnAfter(source, this.columnBefore);
    this.result.push({ body, gap: part.segment.suffix });
  }

  private gap(previous: Reworded, part: Reworded): void {
    const before = previous.segment.suffix + part.segment.prefix;
    const moved = this.column !== this.columnBefore || isChanged(part) || isChanged(previous);
    const gap = moved && isFlexible(before, this.wrapping) ? this.newGap(previous, part, before) : before;
    this.result.at(-1)!.gap = gap;
    this.columnBefore = columnAfter(before, this.columnBefore);
    this.column = columnAfter(gap, this.column);
  }

  private newGap(previous: Reworded, { segment, output }: Reworded, before: string): string {
    const { keepsSpace, lineBreak, width } = this.wrapping;
    const space = this.spaceBetween(this.result.length - 1, hasLineEnd(before) ? undefined : before);
    const head =
      output === segment.text
        ? firstLineWidth(sourceOf(segment))
        : firstWordWidth(output, solidRanges(segment, output));
    const hasRoom = this.column + firstLineWidth(space) + head <= width;
    const stays = hasRoom || !mayBreakBetween(previous.output, output);
    return stays ? space : (keepsSpace ? space : '') + lineBreak;
  }
}

const isChanged = ({ segment, output }: Reworded): boolean => output !== segment.text;

/** Whether a gap between two sentences may gain or lose its line break: white space, or the paragraph's own break. */
function isFlexible(gap: string, { lineBreak, sentencePerLine }: Wrapping): boolean {
  return hasLineEnd(gap) ? !sentencePerLine && gap.trimStart() === lineBreak.trimStart() : gap.trim() === '';
}

/**
 * Lays out a wrapped paragraph of which some sentences have a new wording: those are wrapped at the paragraph's margin,
 * the others keep their line breaks.
 * @param parts the sentences of one paragraph, in order
 * @param spaceBetween what stands between a sentence (by index) and the next one if they are on one line; `before` is
 * what stood there, if they were on one line already
 */
export function rewrapParagraph(
  parts: readonly Reworded[],
  wrapping: Wrapping,
  spaceBetween: (part: number, before: string | undefined) => string,
): Rewrapped[] {
  const layout = new ParagraphLayout(wrapping, spaceBetween);
  for (const [index, part] of parts.entries()) {
    layout.add(part, parts[index - 1]);
  }
  return layout.result;
}
