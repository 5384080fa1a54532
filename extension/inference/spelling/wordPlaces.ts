import type { OffsetRange } from '../../core/text/offsetRange.js';
import type { Segment } from '../../core/text/segment.js';
import { sourceOf } from '../../core/text/wrapping.js';

const letter = /[\p{L}\p{N}_]/u;

/**
 * Where a word stands in a sentence, in offsets of the text that the sentence is from.
 * @param occurrence how often it stands there before, outside of protected spans
 * @returns undefined where that cannot be told for sure
 */
export function placeOfWord(segment: Segment, word: string, occurrence: number): OffsetRange | undefined {
  const { text, spans } = segment;
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isWord = !letter.test(text.charAt(at - 1)) && !letter.test(text.charAt(end));
    const isProtected = spans.some((span) => span.start < end && at < span.end);
    if (isWord && !isProtected && count++ === occurrence) {
      return { start: offsetIn(segment, at), end: offsetIn(segment, end) };
    }
  }
  return undefined;
}

/** The offset in the document's text of an offset in the sentence, which has no line breaks. */
function offsetIn({ text, breaks = [], start }: Segment, offset: number): number {
  const before = breaks.filter(({ at, glue }) => at + glue.length <= offset);
  return start + sourceOf({ text: text.slice(0, offset), breaks: before }).length;
}
