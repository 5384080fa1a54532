const resolution = 1024;
/** Stands for minus infinity, the score of a token that is never predicted, so that differences stay numbers. */
const never = -1e9;

/**
 * A log-probability rounded to a multiple of 1/1024. Scores are compared and averaged in this form only: the last
 * bits of a sum in float32 depend on the machine and on the batch, and must not decide between two tokens.
 */
export function roundScore(logProbability: number): number {
  return Math.round(Math.max(logProbability, never) * resolution) / resolution;
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Probabilities from logarithms of their ratios. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
