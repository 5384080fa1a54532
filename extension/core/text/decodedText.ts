import type { OffsetRange } from './offsetRange.js';
import type { ProtectedSpan } from './protectedSpan.js';

/** A stretch of a document with its escapes replaced by what they stand for, so that patterns see what a reader sees. */
export class DecodedText {
  public readonly text: string;
  /** Where each escape stands in `text`, and by how much offsets behind it differ from the document's. */
  private readonly marks: { readonly from: number; readonly to: number; readonly shift: number }[] = [];

  /**
   * @param source a part of a document
   * @param offset of the part in the document
   * @param escapes spans within the part that have a `decoded`, disjoint and in order, in offsets of the document
   */
  public constructor(
    source: string,
    private readonly offset: number,
    escapes: readonly ProtectedSpan[],
  ) {
    let text = '';
    let position = offset;
    for (const { start, end, decoded = '' } of escapes) {
      text += source.slice(position - offset, start - offset);
      const from = text.length;
      text += decoded;
      this.marks.push({ from, to: text.length, shift: end - offset - text.length });
      position = end;
    }
    this.text = text + source.slice(position - offset);
  }

  /** A range of `text` in offsets of the document; an escape that it cuts belongs to it as a whole. */
  public rangeInDocument({ start, end }: OffsetRange): OffsetRange {
    return { start: this.place(start, false), end: this.place(end, true) };
  }

  private place(position: number, isEnd: boolean): number {
    let low = 0;
    let high = this.marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { from, to } = this.marks[middle]!;
      if (isEnd ? from < position : to <= position) low = middle + 1;
      else high = middle;
    }
    const before = this.marks[low - 1];
    const own = this.marks[isEnd ? low - 1 : low];
    if (own !== undefined && own.from < position && position < own.to) {
      const previous = this.marks[isEnd ? low - 2 : low - 1];
      return isEnd ? this.offset + own.to + own.shift : this.offset + own.from + (previous?.shift ?? 0);
    }
    return this.offset + position + (before?.shift ?? 0);
  }
}
