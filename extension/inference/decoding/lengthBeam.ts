import type { Manifest } from '../../core/model/manifest.js';

/** Of two lengths that are as far apart as this, one is a step of the length dial beyond the other. */
const nextStep = 1.25;
/** A product that should be whole is taken as whole. */
const rounding = 1e-9;

type Lengths = Pick<Manifest, 'length' | 'limits'>;

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
  manifest: Lengths,
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
  return possible.slice(0, Math.max(1, count)).map((index) => shortest + index);
}

/**
 * The length dial: lengths that are all shorter (or all longer) than any the model would choose, from the one that is
 * asked for on. Those of two factors that are a step of the dial apart have no length in common, as long as there are
 * enough: a smaller factor never gives a longer answer.
 * @param usual what the model would choose, most probable first; at least one
 * @param factor of the first of them; 1 gives the lengths from that one down
 * @param count how many lengths are wanted
 * @returns lengths in tokens, within 1 and the limit, at least one; the first lies nearest to what was asked for
 */
export function sizedLengths(
  usual: readonly number[],
  factor: number,
  { limits: { targetTokens } }: Pick<Manifest, 'limits'>,
  count: number,
): number[] {
  const asked = (usual[0] ?? 1) * factor;
  const within = (length: number): number => Math.min(Math.max(length, 1), targetTokens);
  const lengths = new Set<number>();
  if (factor > 1) {
    const longer = Math.max(...usual) + 1;
    const least = Math.max(asked, longer, (longer * factor) / nextStep);
    const first = Math.ceil(least - rounding);
    lengths.add(within(first));
    for (let length = first + 1; lengths.size < count && length < least * nextStep - rounding; length++) {
      if (length > targetTokens) break;
      lengths.add(length);
    }
    return [...lengths];
  }
  const shorter = Math.min(...usual) - 1;
  const most = factor === 1 ? asked : Math.min(asked, shorter, shorter * factor * nextStep);
  const first = Math.floor(most + rounding);
  lengths.add(within(first));
  for (let length = first - 1; lengths.size < count && length > most / nextStep + rounding; length--) {
    if (length < 1) break;
    lengths.add(within(length));
  }
  return [...lengths];
}
