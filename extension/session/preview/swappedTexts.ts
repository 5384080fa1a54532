import { minimalEdits } from '../../core/edits/minimalEdits.js';
import { shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { spansOf, type TextSpan } from '../selection/textSpan.js';

/** Places of a document at which texts take turns, while everything around them stays as it is. */
export class SwappedTexts {
  private readonly ranges: readonly OffsetRange[];

  /** @param spans the places and what stands there at first, in order and apart from each other */
  public constructor(public readonly first: readonly TextSpan[]) {
    this.ranges = first.map(({ range }) => range);
  }

  /** Where texts stand, one for each place, while they have their turn. */
  public spans(texts: readonly string[]): readonly TextSpan[] {
    return spansOf(this.ranges, texts);
  }

  /** How many code units longer the document is with these texts than at first. */
  public growth(texts: readonly string[]): number {
    return this.first.reduce((sum, { text }, index) => sum + texts[index]!.length - text.length, 0);
  }

  /** The edit of the document with the texts `from` that brings the texts `to`, word by word. */
  public edit(from: readonly string[], to: readonly string[]): StringEdit {
    return StringEdit.of(
      this.spans(from).flatMap(({ range, text }, index) => {
        const words = StringEdit.of(minimalEdits(text, to[index]!));
        // What is spelled alike in the eyes of Unicode is no change by words, but one it is.
        return words.apply(text) === to[index]
          ? words.replacements.map((one) => ({ range: shifted(one.range, range.start), text: one.text }))
          : [{ range, text: to[index]! }];
      }),
    );
  }
}

/** Whether two lists of texts are equal. */
export function sameTexts(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((text, index) => text === second[index]);
}
