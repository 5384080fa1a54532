import { EscapedCharacters } from './escapedCharacters.js';
import { withMnemonic } from './mnemonics.js';
import type { Delimiter, ProtectedSpan } from './protectedSpan.js';

/**
 * Makes a function that writes answers as a sentence is written: with its escapes, and the mark of its menu's letter.
 * @param escapes the spans of the sentence that have a `decoded`
 */
export function sentenceWriter(
  sentence: string,
  escapes: readonly ProtectedSpan[],
  delimiter: Delimiter | undefined,
): (output: string) => string {
  const characters = new EscapedCharacters(sentence, escapes, delimiter);
  const mark = escapes.find(({ kind }) => kind === 'mnemonic');
  const letter = mark && /^./u.exec(sentence.slice(mark.end))?.[0];
  const write = (output: string): string => characters.write(output);
  return mark === undefined || letter === undefined
    ? write
    : (output) => withMnemonic(output, sentence.slice(mark.start, mark.end), letter, write);
}
