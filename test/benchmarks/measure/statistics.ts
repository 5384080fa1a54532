/**
 * The value below which the share `q` (0 to 1) of the values lies; linear between neighbours.
 * @throws RangeError without values
 */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((first, second) => first - second);
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, q));
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** @throws RangeError without values */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The median over the rounds of slower / faster within one round. Both sides of a round ran right after each other,
 * so that what else the machine does, and how it changes, touches both.
 * @throws RangeError if the sides have not the same number of rounds, or none
 */
export function pairedRatio(slower: readonly number[], faster: readonly number[]): number {
  if (slower.length !== faster.length) throw new RangeError('the sides have different numbers of rounds');
  return median(slower.map((value, round) => value / faster[round]!));
}
