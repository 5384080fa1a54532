import type { Manifest } from '../core/manifest.js';

/**
 * The most probable target lengths of one source, best first; of equally probable ones the shorter comes first.
 * @param logits of the length classes
 * @param textTokens number of tokens of the source's text
 * @param count how many lengths are wanted; fewer if fewer are possible, but always one
 * @param factor the length dial: each length that the model would choose is multiplied by it and rounded (halves
 * upwards); those that become the same count once
 * @returns lengths in tokens, within 1 and the model's limit
 */
export function likelyLengths(
  logits: Float32Array,
  textTokens: number,
  manifest: Pick<Manifest, 'length' | 'limits'>,
  count: number,
  factor = 1,
): number[] {
  const { relativeTo, minimum } = manifest.length;
  const { targetTokens } = manifest.limits;
  const shortest = (relativeTo === 'text' ? textTokens : 0) + minimum;
  const scaled = (length: number): number =>
    Math.min(Math.max(Math.floor(length * factor + 0.5), 1), targetTokens);
  const possible = [...logits.keys()].filter((index) => {
    const length = shortest + index;
    return length >= 1 && length <= targetTokens;
  });
  // A text far longer than any answer the model was trained on: the nearest possible length has to do.
  if (possible.length === 0) return [scaled(Math.min(Math.max(shortest, 1), targetTokens))];
  possible.sort((first, second) => (logits[second] ?? 0) - (logits[first] ?? 0) || first - second);
  const lengths = new Set<number>();
  for (const index of possible) {
    if (lengths.size >= count) break;
    lengths.add(scaled(shortest + index));
  }
  return [...lengths];
}
