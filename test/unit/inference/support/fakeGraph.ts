import type { Source } from '../../../../extension/inference/tokenizer/sourceBuilder.js';
import type {
  EncodedSources,
  Predictions,
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../../../../extension/inference/runtime/stepGraph.js';

export interface Prediction {
  readonly id: number;
  readonly logProbability: number;
}

/** What a fake model answers; every function sees one source and one target only, as a real model does. */
export interface FakeModel {
  /** Logits of the length classes. */
  readonly lengths: (source: Source) => readonly number[];
  readonly predict: (source: Source, target: readonly number[], index: number) => Prediction;
  /** Log-probability of a given token; by default that of the predicted one, or -10. */
  readonly score?: (source: Source, target: readonly number[], index: number, id: number) => number;
}

class FakeMemory implements SourceMemory {
  public constructor(public readonly sources: readonly Source[]) {}

  public get batch(): number {
    return this.sources.length;
  }

  public get tokens(): number {
    return Math.max(...this.sources.map(({ ids }) => ids.length));
  }

  public gather(sources: readonly number[]): SourceMemory {
    return new FakeMemory(sources.map((source) => this.sources[source]!));
  }
}

/** A step graph without a network; it keeps a record of what it was asked. */
export class FakeGraph implements StepGraph {
  public readonly encoded: (readonly Source[])[] = [];
  /** Of each run: every target as it stood, and the slots that were asked for. */
  public readonly refined: {
    readonly targets: readonly (readonly number[])[];
    readonly slots: readonly TargetSlot[];
  }[] = [];
  /** Called before each run. */
  public beforeRun: () => void = () => undefined;

  public constructor(private readonly model: FakeModel) {}

  public encode(sources: readonly Source[]): Promise<EncodedSources> {
    this.beforeRun();
    this.encoded.push(sources);
    return Promise.resolve({
      memory: new FakeMemory(sources),
      lengthLogits: sources.map((source) => Float32Array.from(this.model.lengths(source))),
    });
  }

  public refine(
    memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions> {
    if (!(memory instanceof FakeMemory)) throw new TypeError('not a fake memory');
    if (slots.length === 0) throw new RangeError('zero slots would crash onnxruntime');
    if (memory.batch !== targets.length) throw new RangeError('one source for each target, please');
    this.beforeRun();
    const rows = targets.map(({ ids }) => [...ids]);
    this.refined.push({ targets: rows, slots });
    const { predict, score = this.scoreOfPrediction.bind(this) } = this.model;
    const predictions = slots.map(({ row, index }) => predict(memory.sources[row]!, rows[row]!, index));
    return Promise.resolve({
      ids: Int32Array.from(predictions, ({ id }) => id),
      logProbabilities: Float32Array.from(predictions, ({ logProbability }) => logProbability),
      candidateLogProbabilities: Float32Array.from(
        slots.flatMap(({ row, index, candidates = [0] }) =>
          candidates.map((id) => score(memory.sources[row]!, rows[row]!, index, id)),
        ),
      ),
    });
  }

  private scoreOfPrediction(source: Source, target: readonly number[], index: number, id: number): number {
    const prediction = this.model.predict(source, target, index);
    return prediction.id === id ? prediction.logProbability : -10;
  }
}

/** A number in [0, 1) that depends on all of `values` (FNV-1a). */
export function hashed(...values: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const value of values) hash = Math.imul(hash ^ (value + 1), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}

/** Predicts anything, but always the same for the same source and target: a model that never agrees with itself. */
export const restlessModel: FakeModel = {
  lengths: ({ ids }) => Array.from({ length: 9 }, (_, length) => hashed(length, ...ids)),
  predict: ({ ids }, target, index) => ({
    id: 300 + Math.floor(hashed(1, index, ...ids, ...target) * 40),
    logProbability: -3 * hashed(2, index, ...ids, ...target),
  }),
};
