import type { DraftToken } from './draftTokens.js';
import { joiner } from './vocabulary.js';

const han = /^\p{Script=Han}+$/u;
const letters = /^\p{L}{2,}$/u;
/** Words that may stand twice in a row: "nous nous levons", "die die Datei öffnen". */
const repeatable: ReadonlySet<string> = new Set(['nous', 'vous', 'die', 'der', 'das', 'sie', 'that', 'had']);

/**
 * Takes a word away that the next phrase begins with anew, as in 你你的 (docs/drafts-format.md, section 5). Phrases are
 * chosen one by one, and two of them may translate the same word.
 * @param phrases target tokens, phrase by phrase
 * @param source tokens; where one stands twice in a row, the translation may have it so too
 */
export function withoutDoubles(
  phrases: readonly (readonly DraftToken[])[],
  source: readonly DraftToken[],
): DraftToken[] {
  const isDoubled = source.some(({ text }, index) => {
    return index > 0 && text.toLowerCase() === source[index - 1]?.text.toLowerCase();
  });
  if (isDoubled) return phrases.flat();
  return phrases.flatMap((phrase, index) => {
    const last = phrase.at(-1);
    const first = phrases[index + 1]?.[0];
    return last && first && isSaidAgain(last, first) ? phrase.slice(0, -1) : phrase;
  });
}

function isSaidAgain(last: DraftToken, first: DraftToken): boolean {
  if (last.slot !== undefined || first.slot !== undefined) return false;
  if (last.word.includes(joiner) || first.word.includes(joiner)) return false;
  if (han.test(last.word) && han.test(first.word)) return first.word.startsWith(last.word);
  const lower = last.word.toLowerCase();
  return letters.test(lower) && lower === first.word.toLowerCase() && !repeatable.has(lower);
}
