/** One step of the length dial: a quarter longer, or (the same step back) a fifth shorter. */
const step = 1.25;
/** Steps beyond which an answer is not one to the same question any more. */
export const furthestStep = 6;

/** The length factor some steps away from another one: steps multiply. */
export function lengthFactor(steps: number, from = 1): number {
  // Rounded, so that a step there and back is the same question, with the same answer.
  return Number((from * step ** steps).toFixed(4));
}

/** Steps as a share of the length now, in percent. */
export function percentOf(steps: number): number {
  return Math.round(100 * step ** steps);
}
