import type { Manifest } from '../core/manifest.js';

/**
 * The most probable target lengths of one source, best first; of equally probable ones the shorter comes first.
 * @param logits of the length classes
 * @param textTokens number of tokens of the source's text
 * @param count how many lengths are wanted; fewer if fewer are possible, but always one
 * @returns lengths in tokens, within 1 and the model's limit
 */
export function likelyLengths(
  logits: Float32Array,
  textTokens: number,
  manifest: Pick<Manifest, 'length' | 'limits'>,
  count: number,
): number[] {
  const { relativeTo, minimum } = manifest.length;
  const { targetTokens } = manifest.limits;
  const shortest = (relativeTo === 'text' ? textTokens : 0) + minimum;
  const possible = [...logits.keys()].filter((index) => {
    const length = shortest + index;
    return length >= 1 && length <= targetTokens;
  });
  // A text far longer than any answer the model was trained on: the nearest possible length has to do.
  if (possible.length === 0) return [Math.min(Math.max(shortest, 1), targetTokens)];
  possible.sort((first, second) => (logits[second] ?? 0) - (logits[first] ?? 0) || first - second);
  return possible.slice(0, count).map((index) => shortest + index);
}
