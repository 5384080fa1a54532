/** Fewer words say little about what a sentence is. */
const fewestWords = 3;

/**
 * Whether a text has enough words to say something about it. Writing without spaces has its words counted by the
 * dictionary of the Unicode segmenter.
 */
export function hasWords(text: string): boolean {
  let words = 0;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    words += isWordLike && /\p{L}/u.test(segment) ? 1 : 0;
    if (words >= fewestWords) {
      return true;
    }
  }
  return false;
}
