import type { TableDraft } from './draftDecoder.js';

/**
 * How sure the tables are of each of several drafts of a sentence: the mean over its words of the share of all drafts,
 * weighted by their scores, that have the word.
 * @returns probabilities, in the order of the drafts
 */
export function wordPosteriors(drafts: readonly TableDraft[]): number[] {
  const best = Math.max(...drafts.map(({ score }) => score));
  const weights = drafts.map(({ score }) => Math.exp(score - best));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const words = drafts.map(({ text }) => new Set(text.split(/\s+/u)));
  const shares = new Map<string, number>();
  words.forEach((own, index) => {
    for (const word of own) shares.set(word, (shares.get(word) ?? 0) + (weights[index] ?? 0) / all);
  });
  return words.map((own) => {
    const sum = [...own].reduce((total, word) => total + (shares.get(word) ?? 0), 0);
    return Math.min(1, sum / own.size);
  });
}
