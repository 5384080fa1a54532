import type { Manifest } from '../../core/model/manifest.js';
import { roundScore, softmax } from './score.js';

/** What stands for minus infinity: the logarithm of the least number that counts. */
const least = 1e-300;

/** Rounded log-probabilities of the length classes, from their logits. */
export function lengthScores(logits: Float32Array | undefined): number[] {
  return softmax([...(logits ?? [])]).map((probability) =>
    roundScore(Math.log(Math.max(probability, least))),
  );
}

/**
 * The length class of an answer of `length` tokens to a text of `textTokens`; the nearest one where no class says so
 * short or so long a length.
 * @param classes how many there are
 */
export function lengthClass(
  { relativeTo, minimum }: Manifest['length'],
  length: number,
  textTokens: number,
  classes: number,
): number {
  const place = length - minimum - (relativeTo === 'text' ? textTokens : 0);
  return Math.min(Math.max(place, 0), classes - 1);
}
