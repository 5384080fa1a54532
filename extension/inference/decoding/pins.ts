import type { DecodedCandidate } from './candidate.js';

/**
 * Where copy-tokens are pinned in a target so that none can be lost: one that the failed answer holds exactly once
 * stays where it is; every other one goes to the place that corresponds to its place in the source.
 * @param copies ids of the copy-tokens
 * @param keepPlaces false: every copy-token goes to its corresponding place (their order made no sense)
 * @returns id by index in the target, or undefined if the target is too short for them
 */
export function pinCopies(
  textIds: readonly number[],
  copies: readonly number[],
  answer: Pick<DecodedCandidate, 'ids'>,
  keepPlaces: boolean,
): ReadonlyMap<number, number> | undefined {
  const length = answer.ids.length;
  if (copies.length > length) return undefined;
  const pins = new Map<number, number>();
  const missing: number[] = [];
  for (const copy of copies) {
    const index = answer.ids.indexOf(copy);
    const once = index >= 0 && answer.ids.lastIndexOf(copy) === index;
    if (keepPlaces && once) pins.set(index, copy);
    else missing.push(copy);
  }
  for (const copy of missing) {
    const share = (textIds.indexOf(copy) + 0.5) / textIds.length;
    pins.set(nearestFree(pins, Math.min(length - 1, Math.floor(share * length)), length), copy);
  }
  return pins;
}

/** The free index nearest to `wanted`; of two equally near ones the later, so that neighbours keep their order. */
function nearestFree(taken: ReadonlyMap<number, number>, wanted: number, length: number): number {
  for (let distance = 0; distance < length; distance++) {
    for (const index of [wanted + distance, wanted - distance]) {
      if (index >= 0 && index < length && !taken.has(index)) return index;
    }
  }
  return wanted;
}
