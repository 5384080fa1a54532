import { segmenterOf } from './segmenters.js';

/** Size of a text as a person counts it. */
export interface TextCounts {
  /** User-perceived characters (grapheme clusters): an emoji is one, and so is a line end. */
  readonly characters: number;
  readonly words: number;
}

/** Counts the characters and words of a text. */
export function textCounts(text: string): TextCounts {
  let words = 0;
  for (const { isWordLike } of segmenterOf('word').segment(text)) {
    words += isWordLike === true ? 1 : 0;
  }
  return { characters: countCharacters(text), words };
}

/** Number of user-perceived characters. */
export function countCharacters(text: string): number {
  let count = 0;
  const segments = segmenterOf('grapheme').segment(text)[Symbol.iterator]();
  while (segments.next().done !== true) {
    count++;
  }
  return count;
}

/** Counts of several texts together. */
export function totalCounts(texts: readonly string[]): TextCounts {
  return texts
    .map(textCounts)
    .reduce(
      (sum, { characters, words }) => ({ characters: sum.characters + characters, words: sum.words + words }),
      { characters: 0, words: 0 },
    );
}
