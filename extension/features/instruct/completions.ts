import { plainWords } from './similarity.js';
import type { Wording } from '../../core/instructions/instructionChoices.js';

/** Of one meaning: more would only say the same again. */
const mostOfOneMeaning = 2;

/**
 * Wordings that what is typed so far may become: each typed word is the beginning of one of theirs, in order; those that
 * begin with it first, shorter ones first. None whose meaning the list shows anyway, because its own words match.
 */
export function completions(wordings: readonly Wording[], value: string, most = 6): Wording[] {
  const typed = plainWords(value);
  if (typed.length === 0) {
    return [];
  }
  const start = typed.join(' ');
  const counts = new Map<string, number>();
  return wordings
    .map((wording) => ({ wording, words: plainWords(wording.label) }))
    .filter(
      ({ wording, words }) =>
        words.join(' ') !== start &&
        canBecome(typed, words) &&
        !canBecome(typed, plainWords(wording.meaning)),
    )
    .map(({ wording, words }) => ({ wording, later: words.join(' ').startsWith(start) ? 0 : 1 }))
    .sort(
      (first, second) =>
        first.later - second.later || first.wording.label.length - second.wording.label.length,
    )
    .map(({ wording }) => wording)
    .filter(({ instruction }) => {
      const count = counts.get(instruction) ?? 0;
      counts.set(instruction, count + 1);
      return count < mostOfOneMeaning;
    })
    .slice(0, most);
}

function canBecome(typed: readonly string[], words: readonly string[]): boolean {
  let position = 0;
  return typed.every((part) => {
    const found = words.findIndex((word, index) => index >= position && word.startsWith(part));
    position = found + 1;
    return found >= 0;
  });
}
