import { mean, roundScore } from './score.js';

/** What is to be decoded: an answer of a fixed length to one source of a batch. */
export interface CandidateRequest {
  /** Index of the source in the batch's memory. */
  readonly source: number;
  /** Position of the first target token. */
  readonly position: number;
  /** Number of target tokens. */
  readonly length: number;
  /** Tokens that are given and must not change: id by index in the target. */
  readonly pins?: ReadonlyMap<number, number>;
}

/** A decoded answer. */
export interface DecodedCandidate {
  readonly ids: Int32Array;
  /** Rounded log-probability of every token; 0 for a pinned one. */
  readonly scores: Float64Array;
  /** Mean of `scores`. */
  readonly score: number;
  /** Passes that were run. */
  readonly passes: number;
}

/** One answer in the making: its tokens, their scores, and which of them are masked now. */
export class Candidate {
  public readonly ids: Int32Array;
  public readonly scores: Float64Array;
  /** Indices to predict in the coming pass, ascending; empty once the answer is finished. */
  public masked: readonly number[];
  /** The tokens as the last pass left them. */
  private before: Int32Array;
  private passes = 0;
  private changed = false;

  public constructor(
    public readonly request: CandidateRequest,
    private readonly maskId: number,
  ) {
    const { length, pins } = request;
    this.ids = new Int32Array(length).fill(maskId);
    this.scores = new Float64Array(length);
    for (const [index, id] of pins ?? []) this.ids[index] = id;
    this.masked = [...this.ids.keys()].filter((index) => pins?.has(index) !== true);
    this.before = this.ids.slice();
  }

  /** Takes the prediction for one masked token. */
  public place(index: number, id: number, logProbability: number): void {
    if (this.before[index] !== id) this.changed = true;
    this.ids[index] = id;
    this.scores[index] = roundScore(logProbability);
  }

  /**
   * Ends a pass and masks the least certain tokens for the next one, pass `next` of `passes`.
   * @param stopScore an answer in which nothing changed any more and every score reaches this is finished
   */
  public endPass(next: number, passes: number, stopScore: number): void {
    this.passes++;
    const settled = this.passes >= 2 && !this.changed && this.scores.every((score) => score >= stopScore);
    const free = [...this.ids.keys()].filter((index) => this.request.pins?.has(index) !== true);
    const count = next > passes || settled ? 0 : Math.floor((free.length * (passes - next + 1)) / passes);
    // The sort is stable: of equal scores the lower index stays first.
    free.sort((first, second) => (this.scores[first] ?? 0) - (this.scores[second] ?? 0));
    this.masked = free.slice(0, count).sort((first, second) => first - second);
    this.before = this.ids.slice();
    this.changed = false;
    for (const index of this.masked) this.ids[index] = this.maskId;
  }

  public result(): DecodedCandidate {
    return { ids: this.ids, scores: this.scores, score: mean(this.scores), passes: this.passes };
  }
}
