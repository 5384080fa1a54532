/** How much one run of the graph may hold. */
export interface RunLimits {
  /** Source and target tokens, padding included. */
  readonly tokens: number;
  /** Target tokens to predict: each one costs a row of the vocabulary's size. */
  readonly slots: number;
}

/** What one target takes up in a run. */
export interface RunSize {
  /** Target tokens. */
  readonly tokens: number;
  readonly slots: number;
}

/**
 * Cuts targets into runs within the limits, in order; a single one that is too large runs alone.
 * @param sourceTokens tokens of the longest source, to which all are padded
 */
export function runGroups<Target>(
  targets: readonly Target[],
  size: (target: Target) => RunSize,
  sourceTokens: number,
  limits: RunLimits,
): Target[][] {
  const groups: Target[][] = [];
  let longest = 0;
  let slots = 0;
  for (const target of targets) {
    const group = groups.at(-1);
    const own = size(target);
    longest = Math.max(longest, own.tokens);
    slots += own.slots;
    const tokens = ((group?.length ?? 0) + 1) * (sourceTokens + longest);
    if (group && tokens <= limits.tokens && slots <= limits.slots) {
      group.push(target);
    } else {
      groups.push([target]);
      longest = own.tokens;
      slots = own.slots;
    }
  }
  return groups;
}
