import { composeEdits } from './composeEdits.js';
import type { OffsetRange } from '../text/offsetRange.js';
import { compareEdits, deltaOf, type TextEdit } from './textEdit.js';

/** Merges edits that touch and drops those that replace nothing by nothing, so that equal edits look equal. */
function joined(sorted: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of sorted) {
    const last = result.at(-1);
    if (last !== undefined && edit.range.start < last.range.end) {
      throw new RangeError(`Edits overlap at offset ${edit.range.start}.`);
    }
    if (edit.range.start === edit.range.end && edit.text === '') {
      continue;
    }
    if (last !== undefined && edit.range.start === last.range.end) {
      const range = { start: last.range.start, end: edit.range.end };
      result[result.length - 1] = { range, text: last.text + edit.text };
    } else {
      result.push({ range: edit.range, text: edit.text });
    }
  }
  return result;
}

/**
 * An immutable change of a whole text: replacements in order, apart from each other, all in the offsets of the
 * text before the change. The operations obey the laws that their documentation states.
 */
export class StringEdit {
  public static readonly empty = new StringEdit([]);

  private constructor(
    /** Sorted; no two overlap or touch. */
    public readonly replacements: readonly TextEdit[],
  ) {}

  /**
   * From edits that are all in the offsets of the same text, in any order (insertions at one offset keep theirs).
   * @throws RangeError if two of them overlap
   */
  public static of(edits: Iterable<TextEdit>): StringEdit {
    return new StringEdit(joined([...edits].sort(compareEdits)));
  }

  /** The one replacement of `range` by `text`. */
  public static replace(range: OffsetRange, text: string): StringEdit {
    return StringEdit.of([{ range, text }]);
  }

  public get isEmpty(): boolean {
    return this.replacements.length === 0;
  }

  /** The text after the change. @throws RangeError if a replacement reaches beyond the text */
  public apply(text: string): string {
    const parts: string[] = [];
    let position = 0;
    for (const { range, text: inserted } of this.replacements) {
      if (range.end > text.length) {
        throw new RangeError(`The edit reaches offset ${range.end} of a text of length ${text.length}.`);
      }
      parts.push(text.slice(position, range.start), inserted);
      position = range.end;
    }
    parts.push(text.slice(position));
    return parts.join('');
  }

  /** The change back: `e.inverse(t).apply(e.apply(t)) === t`. */
  public inverse(original: string): StringEdit {
    let delta = 0;
    const back: TextEdit[] = [];
    for (const edit of this.replacements) {
      const start = edit.range.start + delta;
      back.push({
        range: { start, end: start + edit.text.length },
        text: original.slice(edit.range.start, edit.range.end),
      });
      delta += deltaOf(edit);
    }
    return new StringEdit(joined(back));
  }

  /** This change without the replacements that leave `original` as it is. */
  public withoutNoOps(original: string): StringEdit {
    return StringEdit.of(
      this.replacements.filter((edit) => original.slice(edit.range.start, edit.range.end) !== edit.text),
    );
  }

  /** This change and then `next`: `a.compose(b).apply(t) === b.apply(a.apply(t))`. */
  public compose(next: StringEdit): StringEdit {
    return new StringEdit(joined(composeEdits(this.replacements, next.replacements)));
  }

  /**
   * Where an offset of the text before lies in the text after. At an insertion `stick` says on which side of the
   * inserted text it stays; an offset strictly inside a replaced range goes to that end of the replacement.
   */
  public mapOffset(offset: number, stick: 'before' | 'after'): number {
    let delta = 0;
    for (const edit of this.replacements) {
      const { start, end } = edit.range;
      if (offset < start || (offset === start && (end > start || stick === 'before'))) {
        break;
      }
      if (offset < end) {
        return start + delta + (stick === 'before' ? 0 : edit.text.length);
      }
      delta += deltaOf(edit);
    }
    return offset + delta;
  }

  /**
   * Where a range lies afterwards. Text inserted at its edges stays outside, and so does text that replaces an edge
   * together with what is beyond it. An empty range stays behind what is inserted at it.
   */
  public mapRange(range: OffsetRange): OffsetRange {
    const start = this.mapOffset(range.start, 'after');
    return { start, end: Math.max(start, this.mapOffset(range.end, 'before')) };
  }
}
