import { graphemeBoundaries, segmenterOf } from '../text/segmenters.js';

/** The smallest unit that a diff replaces: a word, a run of spaces, a punctuation mark, an emoji, a line break. */
export interface WordToken {
  readonly text: string;
  /** What decides equality: LF and CRLF are alike, and so are canonically equivalent spellings (NFC). */
  readonly key: string;
  /** Whether it counts as a word rather than as space or punctuation. */
  readonly isWord: boolean;
}

const ascii = /^[\x20-\x7e]*$/;

function keyOf(text: string): string {
  // A lone CR is not like LF: kept before an inserted LF it would become a part of one CRLF.
  return ascii.test(text) ? text : text === '\r\n' ? '\n' : text.normalize('NFC');
}

/** Cuts a text into tokens that joined are the text; no boundary lies inside a grapheme. */
export function wordTokens(text: string, locale?: string): WordToken[] {
  // Word boundaries may fall between the parts of one grapheme (dictionary scripts, flags): those are mended.
  const boundaries = ascii.test(text) ? undefined : graphemeBoundaries(text);
  const tokens: WordToken[] = [];
  let start = 0;
  let isWord = false;
  for (const { segment, index, isWordLike } of segmenterOf('word', locale).segment(text)) {
    isWord ||= isWordLike === true;
    const end = index + segment.length;
    if (boundaries?.has(end) === false) {
      continue;
    }
    const token = text.slice(start, end);
    tokens.push({ text: token, key: keyOf(token), isWord });
    start = end;
    isWord = false;
  }
  return tokens;
}
