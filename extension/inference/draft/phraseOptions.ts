import { type LanguageModel, noWord } from './languageModel.js';
import type { PairTable, SearchSettings } from './pairTable.js';
import { unknownId } from './vocabulary.js';

/** A phrase of the target for one of the source, wherever that stands. */
export interface PhraseOption {
  /** Ids of the target words. */
  readonly words: readonly number[];
  /** Score of everything that does not depend on what stands around it. */
  readonly base: number;
  /** Scores by the language model of the third word on: these have their whole context inside. */
  readonly innerScores: readonly number[];
  readonly estimate: number;
  /** More than this it never adds to a score, wherever it stands. */
  readonly ceiling: number;
  /** Number of the phrase pair; −1 for a token without any. */
  readonly pair: number;
  /** Index of its orientations in the table; −1 for none. */
  readonly orientation: number;
  readonly previousMonotone: number;
  readonly previousSwap: number;
  readonly previousOther: number;
  readonly nextMonotone: number;
  readonly nextSwap: number;
  readonly nextOther: number;
}

/** The phrase pairs of one direction, by number. */
export interface PhrasePairs {
  readonly table: PairTable;
  readonly target: LanguageModel;
  readonly settings: SearchSettings;
  readonly forward: boolean;
  /** Words of the target phrases: phrase e has those from `targetStart[e]` to `targetStart[e + 1]`. */
  readonly targetWords: Uint16Array;
  readonly targetStart: Uint32Array;
  targetEntry(pair: number): number;
  score(pair: number): number;
  wordsOf(pair: number): readonly number[];
  isSameTarget(one: number, other: number): boolean;
}

interface Scored {
  readonly pair: number;
  readonly score: number;
  readonly estimate: number;
}

const unoriented: readonly [number, number, number, number] = [-1, -1, -1, -1];

/**
 * The best options of a phrase, best first: at most as many as the settings say.
 * @param pairs numbers of its phrase pairs, ascending
 */
export function phraseOptions(direction: PhrasePairs, pairs: readonly number[]): PhraseOption[] {
  const most = direction.settings.options;
  const best: Scored[] = [];
  for (const pair of pairs) {
    const worst = best.length >= 2 * most ? best.at(-1)!.estimate : -Infinity;
    const scored = scoredPair(direction, pair, worst);
    if (!scored) continue;
    const same = pairs.length > 1 ? best.findIndex((other) => direction.isSameTarget(other.pair, pair)) : -1;
    if (same >= 0) {
      if (best[same]!.score >= scored.score) continue;
      best.splice(same, 1);
    }
    let place = best.length;
    // Of equal estimates the smaller number comes first, and pairs come in ascending order.
    while (place > 0 && best[place - 1]!.estimate < scored.estimate) place--;
    best.splice(place, 0, scored);
    if (best.length > 2 * most) best.pop();
  }
  return best.slice(0, most).map((scored) => optionOf(direction, scored));
}

/** Undefined if the estimate cannot be above `worst`. */
function scoredPair(direction: PhrasePairs, pair: number, worst: number): Scored | undefined {
  const { target, settings, targetWords, targetStart } = direction;
  const { weights } = settings;
  const entry = direction.targetEntry(pair);
  const from = targetStart[entry]!;
  const to = targetStart[entry + 1]!;
  const score = direction.score(pair);
  const base = score + weights.words * (to - from) + weights.phrases;
  // The language model can only take from it.
  if (base <= worst) return undefined;
  let sum = 0;
  let u = noWord;
  let v = noWord;
  for (let at = from; at < to; at++) {
    const word = targetWords[at]!;
    sum += target.score(u, v, word);
    u = v;
    v = word;
  }
  const estimate = base + weights.lm * sum;
  return estimate <= worst ? undefined : { pair, score, estimate };
}

function optionOf(direction: PhrasePairs, { pair, score, estimate }: Scored): PhraseOption {
  const { target, settings, table, forward } = direction;
  const words = direction.wordsOf(pair);
  const innerScores: number[] = [];
  for (let at = 2; at < words.length; at++) {
    innerScores.push(target.score(words[at - 2]!, words[at - 1]!, words[at]!));
  }
  const orientation = table.orientations?.[pair] ?? -1;
  const [same, right, left, after] = table.header.orientations[orientation] ?? unoriented;
  const [previousSwap, nextSwap] = forward ? [right, left] : [left, right];
  const { weights } = settings;
  const base = score + weights.words * words.length + weights.phrases;
  const inner = innerScores.reduce((sum, one) => sum + one, 0);
  return {
    ...{ words, innerScores, estimate, pair, orientation, base },
    ceiling: base + weights.lm * inner,
    previousMonotone: same,
    previousSwap,
    previousOther: neither(same, previousSwap),
    nextMonotone: after,
    nextSwap,
    nextOther: neither(after, nextSwap),
  };
}

/** The logarithm of the probability that a phrase goes neither of two ways. */
function neither(monotone: number, swap: number): number {
  return Math.log(Math.max(0.01, 1 - Math.exp(monotone) - Math.exp(swap)));
}

/** A token that no phrase covers: it stands in the translation as it is. */
export function copyOption({
  target,
  settings: { weights },
}: Pick<PhrasePairs, 'target' | 'settings'>): PhraseOption {
  const base = weights.unknown + weights.words + weights.phrases;
  return {
    ...{ words: [unknownId], innerScores: [], base, ceiling: base, pair: -1, orientation: -1 },
    estimate: base + weights.lm * target.score(noWord, noWord, unknownId),
    ...{ previousMonotone: -1, previousSwap: -1, previousOther: -1 },
    ...{ nextMonotone: -1, nextSwap: -1, nextOther: -1 },
  };
}
