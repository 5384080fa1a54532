/**
 * Levenshtein distance of two sequences of word ids, as far as it matters.
 * @param most from here on the distance is not wanted
 * @returns the distance, or `most + 1` if it is greater than `most`
 */
export function wordDistance(first: Uint32Array, second: Uint32Array, most: number): number {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let row = Uint32Array.from({ length: second.length + 1 }, (_, index) => index);
  let next = new Uint32Array(second.length + 1);
  for (let i = 1; i <= first.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= second.length; j++) {
      const same = first[i - 1] === second[j - 1];
      const value = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      next[j] = value;
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    [row, next] = [next, row];
  }
  return Math.min(row[second.length]!, most + 1);
}
