import type { InlineRule } from './inlineSpans.js';
import { startsWide } from './wideScript.js';

/** The mark of the letter that opens a menu or presses a button: `&File`, `E&xit`, `&&File` in VS Code. */
export const ampersandMnemonics: InlineRule = {
  kind: 'mnemonic',
  pattern:
    /(?<![&\p{L}\p{N}])&&?(?=[\p{L}\p{N}](?![\p{L}\p{N}]*;))|(?<=\p{L})&&?(?=\p{Ll}(?![\p{L}\p{N}]*;))/gu,
  sign: /&/,
  decoded: '',
};

/** The same with the underscore of GTK: `_File`, `E_xit`. */
export const underscoreMnemonics: InlineRule = {
  kind: 'mnemonic',
  pattern: /(?<!\w)_(?=\p{L}+(?!\w))|(?<=(?:^|\s)\p{Lu}\p{Ll}{0,6})_(?=\p{Ll}+(?!\w))/gu,
  sign: /_/,
  decoded: '',
};

/** Where a mark goes in a new text: in front of the letter if the text has it, else of the first letter. */
function markPlace(text: string, letter: string): number {
  const key = letter.toLowerCase();
  let first = -1;
  let anywhere = -1;
  for (const { 0: found, index } of text.matchAll(/(?![\ue000-\uf8ff])[\p{L}\p{N}]/gu)) {
    first = first < 0 ? index : first;
    if (found.toLowerCase() !== key) continue;
    if (!/[\p{L}\p{N}]$/u.test(text.slice(0, index))) return index;
    anywhere = anywhere < 0 ? index : anywhere;
  }
  return anywhere < 0 ? first : anywhere;
}

/**
 * Puts the mark of a menu's letter into a new text; Chinese and Japanese have the letter in brackets behind it.
 * @param mark as it is written, e.g. `&`
 * @param letter that it stood in front of
 * @param write writes a text in the way of the sentence
 */
export function withMnemonic(
  text: string,
  mark: string,
  letter: string,
  write: (text: string) => string,
): string {
  const place = markPlace(text, letter);
  if (place < 0) return write(text);
  if (startsWide(text.slice(place)) && letter.toLowerCase() !== text[place]) {
    const end = text.search(/[\s.…:：。]*$/);
    return `${write(text.slice(0, end))}(${mark}${letter.toUpperCase()})${write(text.slice(end))}`;
  }
  return write(text.slice(0, place)) + mark + write(text.slice(place));
}
