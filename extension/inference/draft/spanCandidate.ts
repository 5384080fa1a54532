import { mean, roundScore } from '../decoding/score.js';

/** Passes that fill the masks of a span. */
export const spanPasses = 2;

/** A draft with other tokens in place of one of its spans: so many masks at first. */
export class SpanCandidate {
  public readonly ids: Int32Array;
  public readonly scores: Float64Array;
  private passes = 0;

  /**
   * @param draft token ids
   * @param start of the span, and `end` behind it, in tokens
   * @param count of the tokens in its place
   */
  public constructor(
    public readonly draft: readonly number[],
    public readonly start: number,
    public readonly end: number,
    public readonly count: number,
    maskId: number,
  ) {
    const masks = new Array<number>(count).fill(maskId);
    this.ids = Int32Array.from([...draft.slice(0, start), ...masks, ...draft.slice(end)]);
    this.scores = new Float64Array(count);
  }

  /** What stands in place of the span. */
  public get filling(): readonly number[] {
    return [...this.ids.subarray(this.start, this.start + this.count)];
  }

  /** Mean score of what was filled in; 0 for nothing. */
  public get fillScore(): number {
    return mean(this.scores);
  }

  /** How far the draft's length would change, in tokens. */
  public get change(): number {
    return this.count - (this.end - this.start);
  }

  /** Whether it is the draft itself. */
  public get isDraft(): boolean {
    return this.ids.length === this.draft.length && this.draft.every((id, index) => this.ids[index] === id);
  }

  /** Masks what the next pass is to predict: all places first, later the least certain ones; ascending. */
  public mask(maskId: number): readonly number[] {
    const places = [...this.scores.keys()];
    const count = Math.floor((this.count * (spanPasses - this.passes)) / spanPasses);
    // The sort is stable: of equal scores the lower place stays first.
    if (this.passes > 0) places.sort((one, other) => (this.scores[one] ?? 0) - (this.scores[other] ?? 0));
    const chosen = places.slice(0, count).map((place) => this.start + place);
    for (const index of chosen) this.ids[index] = maskId;
    this.passes++;
    return chosen.sort((one, other) => one - other);
  }

  /** Takes the prediction for one masked token, by its index in the target. */
  public place(index: number, id: number, logProbability: number): void {
    this.ids[index] = id;
    this.scores[index - this.start] = roundScore(logProbability);
  }
}
