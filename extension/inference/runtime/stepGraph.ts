import type { Source } from '../tokenizer/sourceBuilder.js';

/** What the model keeps of a batch of encoded sources: the keys and values of every layer. */
export interface SourceMemory {
  /** Number of sources. */
  readonly batch: number;
  /** Tokens of the longest source, to which the others are padded. */
  readonly tokens: number;
  /** The memory of the given sources, in that order; one may be asked for several times (length candidates). */
  gather(sources: readonly number[]): SourceMemory;
}

export interface EncodedSources {
  readonly memory: SourceMemory;
  /**
   * Logits of the length classes, for each source. Of a graph that runs elsewhere they are known, and not empty, from
   * the first answer to that source on.
   */
  readonly lengthLogits: readonly Float32Array[];
}

/** The target tokens of one row of a batch as they stand, with masks where a token is to be predicted. */
export interface TargetRow {
  readonly ids: Int32Array;
  /** Position of the first token. */
  readonly position: number;
}

/** A target token to predict: row of the batch, and index in that row's target. */
export interface TargetSlot {
  readonly row: number;
  readonly index: number;
  /** Ids whose log-probability is asked for besides the most probable one; as many for every slot of a run. */
  readonly candidates?: readonly number[];
}

/** Answers in the order of the slots. */
export interface Predictions {
  readonly ids: Int32Array;
  /** Natural logarithms of the probabilities of `ids`. */
  readonly logProbabilities: Float32Array;
  /** Natural logarithms for each slot's `candidates`; slot by slot. */
  readonly candidateLogProbabilities: Float32Array;
}

/**
 * The model, one step at a time: a source is encoded once, without any target; each pass then runs the
 * target tokens only. Padding inside a batch does not change an answer.
 */
export interface StepGraph {
  encode(sources: readonly Source[]): Promise<EncodedSources>;
  /**
   * Predicts the given slots of the targets.
   * @param memory one source for each row of `targets`
   * @param slots at least one
   */
  refine(
    memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions>;
  /**
   * Says for every token of every target how much it is out of place: log-odds of the mask against any other token.
   * @param memory one source for each row of `targets`
   * Only of models that learnt it: their manifest has `revision`.
   */
  findTrouble?(memory: SourceMemory, targets: readonly TargetRow[]): Promise<readonly Float32Array[]>;
}
