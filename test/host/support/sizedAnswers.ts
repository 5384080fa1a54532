import type { RewriteParameters } from '../../../extension/core/protocol/protocol.js';

/** A task that makes texts shorter or longer. */
export const simplify = { task: 'simplify', canonical: 'Simplify.', patterns: {} };

/** An answer whose words tell how long it was asked to be. */
export function sized(
  text: string,
  _: string,
  { lengthFactor = 1, maximumCharacters }: RewriteParameters,
): string {
  const words = Math.round(10 * lengthFactor);
  const answer = Array.from({ length: words }, (__, index) => `w${index}`).join(' ');
  return maximumCharacters === undefined
    ? `${text[0] ?? ''}: ${answer}.`
    : answer.slice(0, maximumCharacters).trim();
}

/** The answer of so many words to a text that begins with `first`. */
export const answerOf = (words: number, first = 'E'): string =>
  `${first}: ${Array.from({ length: words }, (_, index) => `w${index}`).join(' ')}.`;
