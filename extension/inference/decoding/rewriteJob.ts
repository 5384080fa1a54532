import type { Protected } from '../../core/text/protect.js';
import type { Segment } from '../../core/text/segment.js';
import type { SegmentOrigin, SegmentWarning } from '../../core/protocol/protocol.js';
import type { DecodedCandidate } from './candidate.js';
import type { Source } from '../tokenizer/sourceBuilder.js';

/** One sentence to rewrite; sentences that are the same to the model share one job. */
export interface RewriteJob {
  readonly source: Source;
  /** Ids of the sentence with copy-tokens for its protected spans. */
  readonly textIds: readonly number[];
  readonly sentence: Protected;
  /** Indices of the copies that hold a term of the glossary or a word to keep. */
  readonly terms: ReadonlySet<number>;
}

/** An answer to a job that has all of its protected spans. */
export interface RewriteAnswer {
  /** The rewritten sentence with its protected spans put back. */
  readonly output: string;
  /** The rewritten sentence with copy characters in place of its protected spans. */
  readonly wording: string;
  /** Its tokens and their scores. */
  readonly candidate: DecodedCandidate;
  readonly warning?: SegmentWarning;
  /** Where it comes from, if it started from a draft. */
  readonly origin?: SegmentOrigin;
}

/** What a job's decoding came to. */
export interface JobAnswers {
  /** The answer; undefined if the sentence has to stay as it is. */
  readonly best: RewriteAnswer | undefined;
  /** Different answers, best first; never `best` itself. */
  readonly others: readonly RewriteAnswer[];
  readonly passes: number;
  /** Why the sentence has to stay as it is, if so. */
  readonly warning?: SegmentWarning;
}

/** A sentence of the input: with the job that rewrites it, or with the reason why there is none. */
export type PlannedSegment =
  | { readonly segment: Segment; readonly job: RewriteJob }
  | { readonly segment: Segment; readonly job: undefined; readonly warning: SegmentWarning }
  /** Nothing of it is left to the model: a term by itself. */
  | { readonly segment: Segment; readonly job: undefined; readonly output: string };
