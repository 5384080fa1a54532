import type { Manifest } from '../core/manifest.js';
import { SourceBuilder } from './sourceBuilder.js';
import type { StepGraph } from './stepGraph.js';

/** Ids that every vocabulary has, beyond the special tokens. */
const someIds = [5, 6, 7, 8, 9, 10, 11];

/**
 * Runs a small batch and checks what must hold on every device: finite probabilities, ids of the vocabulary, the
 * same answer for the same row. A driver that computes nonsense is found here and not in a person's document.
 * @throws Error that says what is wrong
 */
export async function selfTest(
  graph: StepGraph,
  manifest: Pick<Manifest, 'architecture' | 'layout' | 'specialTokens' | 'limits'>,
): Promise<void> {
  const { mask } = manifest.specialTokens;
  const source = new SourceBuilder(manifest).build(someIds, someIds.slice(0, 3));
  const { memory, lengthLogits } = await graph.encode([source, source]);
  const target = { ids: new Int32Array(4).fill(mask), position: source.targetPosition };
  const slots = [0, 1].flatMap((row) => [0, 1, 2, 3].map((index) => ({ row, index })));
  const { ids, logProbabilities } = await graph.refine(memory, [target, target], slots);

  const sensible = logProbabilities.every((value) => Number.isFinite(value) && value <= 1e-3);
  if (!sensible || !lengthLogits.every((logits) => logits.every(Number.isFinite))) {
    throw new Error('the self-test gave a probability that is none');
  }
  if (!ids.every((id) => id >= 0 && id < manifest.architecture.vocabularySize)) {
    throw new Error('the self-test gave a token that does not exist');
  }
  if (ids.slice(0, 4).join() !== ids.slice(4).join()) {
    throw new Error('the self-test gave two answers to the same question');
  }
}
