import type { Manifest, Variant } from '../../core/model/manifest.js';
import { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { StepGraph } from './stepGraph.js';

/** Ids that every vocabulary has, beyond the special tokens. */
const someIds = [5, 6, 7, 8, 9, 10, 11];

/** How far log-probabilities and logits may be from the reference in the mean, by the numbers that a graph calculates with. */
const tolerances: Readonly<Record<Variant['precision'], number>> = {
  float32: 0.02,
  fp16: 0.1,
  int8: 0.4,
  q8: 0.3,
  int4: 1.5,
};

type Tested = Pick<Manifest, 'architecture' | 'layout' | 'specialTokens' | 'limits' | 'selfTest'>;

/**
 * Runs a small batch and checks what must hold on every device: finite probabilities, ids of the vocabulary, the
 * same answer for the same row, and the reference's answer where the manifest holds it. A driver that computes nonsense is
 * found here and not in a person's document.
 * @throws Error that says what is wrong
 */
export async function selfTest(
  graph: StepGraph,
  manifest: Tested,
  precision: Variant['precision'],
): Promise<void> {
  const { mask } = manifest.specialTokens;
  const stored = manifest.selfTest;
  const expected = stored?.ids ?? [someIds[0]!, someIds[1]!, someIds[2]!, someIds[3]!];
  const builder = new SourceBuilder(manifest);
  const source = builder.build(stored?.text ?? someIds, stored?.instruction ?? someIds.slice(0, 3));
  const { memory, lengthLogits } = await graph.encode([source, source]);
  const target = { ids: new Int32Array(expected.length).fill(mask), position: source.targetPosition };
  const slots = [0, 1].flatMap((row) => expected.map((id, index) => ({ row, index, candidates: [id] })));
  const { ids, logProbabilities, candidateLogProbabilities } = await graph.refine(
    memory,
    [target, target],
    slots,
  );

  const sensible = logProbabilities.every((value) => Number.isFinite(value) && value <= 1e-3);
  if (!sensible || !lengthLogits.every((logits) => logits.every(Number.isFinite))) {
    throw new Error('the self-test gave a probability that is none');
  }
  if (!ids.every((id) => id >= 0 && id < manifest.architecture.vocabularySize)) {
    throw new Error('the self-test gave a token that does not exist');
  }
  if (ids.slice(0, expected.length).join() !== ids.slice(expected.length).join()) {
    throw new Error('the self-test gave two answers to the same question');
  }
  if (stored === undefined) return;
  const tolerance = tolerances[precision];
  const probabilities = meanDifference(stored.logProbabilities, [...candidateLogProbabilities]);
  // Written so that what is not a number fails, too.
  if (!(probabilities <= tolerance)) {
    throw new Error(
      `the self-test is ${probabilities.toFixed(3)} away from the reference (mean log-probability)`,
    );
  }
  if (stored.length === undefined) return;
  const { classes, logits } = stored.length;
  const lengths = meanDifference(
    logits,
    classes.map((index) => lengthLogits[0]?.[index] ?? NaN),
  );
  if (!(lengths <= tolerance)) {
    throw new Error(
      `the self-test is ${lengths.toFixed(3)} away from the reference (mean logit of the length)`,
    );
  }
}

/** Mean absolute difference; not a number where a value is missing. */
function meanDifference(expected: readonly number[], found: readonly number[]): number {
  const sum = expected.reduce((total, value, index) => total + Math.abs(value - (found[index] ?? NaN)), 0);
  return sum / expected.length;
}
