import type { Manifest } from '../core/manifest.js';
import type { RunLimits } from './runGroups.js';

/**
 * Source and target tokens of a batch. A pass over so many takes at most a few seconds on a slow machine, so that
 * progress is seen and a cancellation is heard, and larger batches are no faster.
 */
export const batchTokens = 2048;

/** Numbers in the largest tensor of a run, [masked tokens, vocabulary]: 256 MiB, far from Electron's limit of 2 GiB. */
const mostLogits = 2 ** 26;

/** The limits of one run of a model's graph. */
export function runLimits(manifest: Pick<Manifest, 'architecture'>): RunLimits {
  const slots = Math.max(1, Math.floor(mostLogits / manifest.architecture.vocabularySize));
  return { tokens: batchTokens, slots };
}
