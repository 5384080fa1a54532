/** How large an item of a batch is. */
export interface ItemSize {
  /** Tokens of its source. */
  readonly source: number;
  /** Tokens that its longest target is expected to have. */
  readonly target: number;
  /** Targets that are decoded for it side by side. */
  readonly candidates: number;
}

/**
 * Sorts items into batches of similar length, because padding is work for nothing, so that each batch stays within
 * `mostTokens` (source and target tokens of all candidates, padding included). An item larger than that has a batch
 * to itself. Longest first: what takes long is known early.
 * @returns indices of the items, batch by batch
 */
export function planBatches(sizes: readonly ItemSize[], mostTokens: number): number[][] {
  const total = ({ source, target }: ItemSize): number => source + target;
  const order = [...sizes.keys()].sort((first, second) => {
    const [one, other] = [sizes[first], sizes[second]];
    return (other ? total(other) : 0) - (one ? total(one) : 0) || first - second;
  });
  const batches: number[][] = [];
  let source = 0;
  let target = 0;
  let candidates = 0;
  for (const index of order) {
    const size = sizes[index];
    if (!size) continue;
    source = Math.max(source, size.source);
    target = Math.max(target, size.target);
    candidates += size.candidates;
    const batch = batches.at(-1);
    if (batch && candidates * (source + target) <= mostTokens) {
      batch.push(index);
    } else {
      batches.push([index]);
      ({ source, target, candidates } = size);
    }
  }
  return batches;
}
