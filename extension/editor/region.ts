import { deltaOf, type TextEdit } from '../core/edits/textEdit.js';
import type { OffsetRange } from '../core/text/offsetRange.js';

/** How much unchanged text around the changes belongs to a region, so that no change lies at its edge. */
const margin = 64;

/**
 * The part of a document that a request or a review watches, so that a keystroke anywhere costs nothing that grows with
 * the document. What is edited outside only moves the region; what reaches into it is cut at its edges.
 */
export class Region {
  private constructor(
    /** Where it lies in the document as it is now. */
    public readonly range: OffsetRange,
    /** It reaches to the document's end, so text appended there belongs to it. */
    private readonly open: boolean,
  ) {}

  /** The region for changes within `range` of a document of the given length. */
  public static around(range: OffsetRange, documentLength: number): Region {
    const end = Math.min(documentLength, range.end + margin);
    return new Region({ start: Math.max(0, range.start - margin), end }, end === documentLength);
  }

  /** The region whose inside has got `length` code units. */
  public resized(length: number): Region {
    return new Region({ start: this.range.start, end: this.range.start + length }, this.open);
  }

  /**
   * The region after an edit of the document, and what of the edit happened inside, in offsets of the region.
   * @param edits in document offsets from before the edit, in order and apart from each other
   */
  public after(edits: readonly TextEdit[]): { region: Region; inside: TextEdit[] } {
    const { start, end } = this.range;
    const inside: TextEdit[] = [];
    let newStart = start;
    let length = end - start;
    for (const edit of edits) {
      if (edit.range.end < start || (edit.range.end === start && start > 0)) {
        newStart += deltaOf(edit);
      } else if (edit.range.start < end || (edit.range.start === end && this.open)) {
        // What replaces text on both sides of an edge stays outside: it is nobody's change of ours.
        const crossesStart = edit.range.start < start;
        const crossesEnd = edit.range.end > end;
        const text = crossesStart || crossesEnd ? '' : edit.text;
        const range = {
          start: Math.max(edit.range.start, start) - start,
          end: Math.min(edit.range.end, end) - start,
        };
        inside.push({ range, text });
        length += text.length - (range.end - range.start);
        if (crossesStart) {
          newStart += edit.range.start - start + edit.text.length;
        }
      }
    }
    return { region: new Region({ start: newStart, end: newStart + length }, this.open), inside };
  }
}
