/** One way to answer a part of a text. */
export interface Option {
  /** Higher is better. */
  readonly score: number;
  /** In characters. */
  readonly size: number;
}

/** A part of a text with its options. */
export interface Slot {
  /** What its score counts beside those of other parts. */
  readonly weight: number;
  /** How often the part stands in the text. */
  readonly count: number;
  /** At least one. */
  readonly options: readonly Option[];
}

/** Sizes are counted in steps where there are more than this many of them. */
const mostSteps = 2000;

/**
 * The options, one for each slot, with the highest weighted sum of scores that together have at most `budget`
 * characters (a knapsack by dynamic programming). Of equally good ones the earlier option is taken.
 * @returns an index for each slot, or undefined if nothing fits
 */
export function bestWithin(slots: readonly Slot[], budget: number): number[] | undefined {
  if (budget < 0) return undefined;
  const step = Math.max(1, Math.ceil(budget / mostSteps));
  const steps = Math.floor(budget / step);
  let best = new Float64Array(steps + 1);
  const choices = slots.map(({ weight, count, options }) => {
    const next = new Float64Array(steps + 1).fill(-Infinity);
    const chosen = new Int32Array(steps + 1).fill(-1);
    options.forEach(({ score, size }, option) => {
      const needed = Math.ceil((size * count) / step);
      for (let used = needed; used <= steps; used++) {
        const total = best[used - needed]! + weight * count * score;
        if (total > next[used]!) {
          next[used] = total;
          chosen[used] = option;
        }
      }
    });
    best = next;
    return chosen;
  });
  let left = steps;
  const indices: number[] = [];
  for (let slot = slots.length - 1; slot >= 0; slot--) {
    const option = choices[slot]![left]!;
    if (option < 0) return undefined;
    const { count, options } = slots[slot]!;
    indices[slot] = option;
    left -= Math.ceil((options[option]!.size * count) / step);
  }
  return indices;
}

/**
 * Combinations of one option for each slot, from the highest weighted sum of scores downwards.
 * @param slots whose options are sorted, best first
 * @param most how many combinations are given
 */
export function* bestCombinations(slots: readonly Slot[], most: number): Generator<readonly number[]> {
  interface State {
    readonly indices: readonly number[];
    readonly loss: number;
    /** Only this slot and later ones may still step down, so that no combination comes twice. */
    readonly from: number;
  }
  const waiting: State[] = [{ indices: slots.map(() => 0), loss: 0, from: 0 }];
  for (let given = 1; given <= most; given++) {
    const state = waiting.shift();
    if (!state) return;
    yield state.indices;
    for (let slot = state.from; slot < slots.length; slot++) {
      const { weight, count, options } = slots[slot]!;
      const index = state.indices[slot]!;
      const next = options[index + 1];
      if (!next) continue;
      const loss = state.loss + weight * count * (options[index]!.score - next.score);
      const place = waiting.findIndex((other) => other.loss > loss);
      const indices = state.indices.with(slot, index + 1);
      waiting.splice(place < 0 ? waiting.length : place, 0, { indices, loss, from: slot });
    }
    // Those behind would never have their turn.
    waiting.length = Math.min(waiting.length, most - given);
  }
}
