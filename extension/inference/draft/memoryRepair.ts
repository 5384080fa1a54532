import type { MemoryMatch } from '../../core/memory/memoryFile.js';
import { diffWords } from '../../core/edits/diffWords.js';
import type { Protected } from '../../core/text/protect.js';
import type { Drafter } from './draftDecoder.js';
import { plainText, withCopies } from './memoryDrafts.js';

/** A sentence of a memory that differs at more places is no help. */
const mostPlaces = 3;
/** So many translations of the old words are looked for, and so many of the new ones are compared. */
const oldWordings = 40;
const newWordings = 8;
const solid = /[\p{L}\p{M}\p{N}]/u;

/**
 * The translation of a match as a draft for this sentence: where the two sentences differ, the translation of the old words
 * gives way to one of the new words. "Open the small house." → "Open the big house." with "Öffne das kleine Haus."
 * comes to "Öffne das große Haus."
 * @returns undefined where the tables do not know which words of the translation are meant, or a span has no place
 */
export function repairedTranslation(
  sentence: Protected,
  match: MemoryMatch,
  decoder: Pick<Drafter, 'translate'>,
): string | undefined {
  const hunks = diffWords(match.source, plainText(sentence));
  if (hunks.length === 0 || hunks.length > mostPlaces) return undefined;
  let result = match.target;
  for (const { originalText, modifiedText } of hunks) {
    const [before, after] = [originalText.trim(), modifiedText.trim()];
    if (before === '' || after === '') return undefined;
    const found = onlyPlace(result, decoder.translate(before, oldWordings).map(bare));
    if (!found) return undefined;
    const wording = bestWording(found.text, decoder.translate(after, newWordings).map(bare));
    if (wording === undefined) return undefined;
    result = result.slice(0, found.start) + wording + result.slice(found.start + found.text.length);
  }
  return withCopies(sentence, result);
}

/** The one place of a text where one of the wordings stands as words of its own; the longest of them. */
function onlyPlace(
  text: string,
  wordings: readonly string[],
): { readonly start: number; readonly text: string } | undefined {
  const lower = text.toLowerCase();
  const inside = (wording: string): number[] => {
    const starts: number[] = [];
    for (let at = lower.indexOf(wording); at >= 0; at = lower.indexOf(wording, at + 1)) {
      const isHan = /\p{Script=Han}/u.test(wording);
      const [left, right] = [text[at - 1] ?? ' ', text[at + wording.length] ?? ' '];
      if (isHan || (!solid.test(left) && !solid.test(right))) starts.push(at);
    }
    return starts;
  };
  // Lower case may be of another length in a few languages; then nothing is taken.
  if (lower.length !== text.length) return undefined;
  const longestFirst = wordings
    .map((wording) => wording.toLowerCase())
    .filter((wording) => wording !== '')
    .sort((one, other) => other.length - one.length);
  for (const wording of longestFirst) {
    const [start, ...others] = inside(wording);
    if (start !== undefined)
      return others.length > 0 ? undefined : { start, text: text.slice(start, start + wording.length) };
  }
  return undefined;
}

/** The first wording that ends as the old one does ("kleine", "große"), else the first; in its letter case. */
function bestWording(old: string, wordings: readonly string[]): string | undefined {
  const alike = wordings.find((wording) => endingOf(wording) === endingOf(old));
  const chosen = alike ?? wordings[0];
  if (chosen === undefined) return undefined;
  const first = old.charAt(0);
  return first === first.toUpperCase() && first !== first.toLowerCase()
    ? chosen.charAt(0).toUpperCase() + chosen.slice(1)
    : chosen;
}

/** What inflection puts behind a word, as far as letters tell. */
function endingOf(word: string): string {
  return /(?:en|em|er|es|e|s|t)?$/u.exec(word)?.[0] ?? '';
}

/** Without the sign at the end that a phrase alone may get. */
function bare({ text }: { readonly text: string }): string {
  return text.replace(/[.。]$/u, '').trim();
}
