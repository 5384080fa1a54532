const whiteSpace = /\s+/gu;
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
/** A number, a word, a character of a script without spaces, or any other sign. */
const word = new RegExp(
  String.raw`\d+(?:[.,:]\d+)*|[${unspaced}]|(?:(?![${unspaced}])[\p{L}\p{M}\p{N}])+(?:['’](?![${unspaced}])\p{L}+)*|\S`,
  'gu',
);
const digit = /^\d/;

/** Stands for any number: another number alone makes no other sentence. */
export const anyNumber = '0';

/** The form in which two texts count as the same: NFC, white space as single spaces, none around it. */
export function exactForm(text: string): string {
  return text.normalize('NFC').replace(whiteSpace, ' ').trim();
}

/** The units by which texts are compared: words in lower case, `anyNumber` for numbers, single signs. */
export function memoryWords(text: string): string[] {
  const found = text.normalize('NFC').toLowerCase().match(word) ?? [];
  return found.map((unit) => (digit.test(unit) ? anyNumber : unit));
}
