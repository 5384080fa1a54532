import type { Manifest } from '../../core/model/manifest.js';
import type { LoadedModel } from '../../core/protocol/protocol.js';
import type { RunLimits } from './runGroups.js';

/**
 * Source and target tokens of a batch. A pass over so many takes at most a few seconds on a slow machine, so that
 * progress is seen and a cancellation is heard, and larger batches are no faster.
 */
export const batchTokens = 2048;

/**
 * Source and target tokens of a batch of sentences; 0: each is a batch of its own. So it is on the processor, where padding costs
 * more than larger products save, and where with 8-bit weights the scale of the activations is that of all sentences of a batch: an
 * answer would depend on its neighbours.
 */
export function batchTokensOn({ device, endpoint }: Pick<LoadedModel, 'device' | 'endpoint'>): number {
  return device === 'cpu' && endpoint === undefined ? 0 : batchTokens;
}

/** Numbers in the largest tensor of a run, [masked tokens, vocabulary]: 256 MiB, far from Electron's limit of 2 GiB. */
const mostLogits = 2 ** 26;

/** The limits of one run of a model's graph. */
export function runLimits(manifest: Pick<Manifest, 'architecture'>): RunLimits {
  const slots = Math.max(1, Math.floor(mostLogits / manifest.architecture.vocabularySize));
  return { tokens: batchTokens, slots };
}
