import type { DecodedCandidate } from '../decoding/candidate.js';
import { mean, roundScore } from '../decoding/score.js';
import type { SpanCandidate } from './spanCandidate.js';
import type { SpeltText } from '../spelling/speller.js';

interface DraftToken {
  readonly id: number;
  score: number;
  /** Its place in the text; undefined for one that is not the text's own. */
  readonly place: number | undefined;
}

/** A text under revision: its tokens as they stand, and the score of each. */
export class RevisionDraft {
  /** Whether nothing is left to be done. */
  public finished = false;
  /** Passes that were run for it. */
  public passes = 0;
  private tokens: DraftToken[];

  public constructor(textIds: readonly number[]) {
    this.tokens = textIds.map((id, place) => ({ id, score: 0, place }));
  }

  public get ids(): readonly number[] {
    return this.tokens.map(({ id }) => id);
  }

  /** The place of each token in the text that it started from; undefined for one that was filled in. */
  public get places(): readonly (number | undefined)[] {
    return this.tokens.map(({ place }) => place);
  }

  /** Starts from the text with its spelling corrected. */
  public begin(spelt: SpeltText | undefined): void {
    if (!spelt) return;
    this.tokens = spelt.tokens.map(({ id, score }, index) => ({
      id,
      score: score ?? 0,
      place: score === undefined ? index : undefined,
    }));
    if (spelt.asked) this.passes++;
  }

  /** Scores the text's own tokens by their trouble: the rounded log-probability that nothing is wrong with them. */
  public keep(trouble: readonly number[]): void {
    this.tokens.forEach((token, index) => {
      if (token.place !== undefined) token.score = keptScore(trouble[index] ?? 0);
    });
  }

  /** Puts candidates in place of their spans, which do not overlap. */
  public replace(chosen: readonly SpanCandidate[]): void {
    for (const candidate of [...chosen].sort((one, other) => other.start - one.start)) {
      const filling = candidate.filling.map((id, place): DraftToken => {
        return { id, score: candidate.scores[place] ?? 0, place: undefined };
      });
      this.tokens.splice(candidate.start, candidate.end - candidate.start, ...filling);
    }
  }

  public result(): DecodedCandidate {
    const scores = Float64Array.from(this.tokens, ({ score }) => score);
    return { ids: Int32Array.from(this.ids), scores, score: mean(scores), passes: this.passes };
  }
}

/** From here on exp(x) + 1 is exp(x) in double precision. */
const overflow = 40;

/** log(1 − p), rounded, for the log-odds of p. */
export function keptScore(trouble: number): number {
  return roundScore(trouble < overflow ? -Math.log1p(Math.exp(trouble)) : -trouble);
}
