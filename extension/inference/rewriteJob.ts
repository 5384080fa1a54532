import type { Protected } from '../core/text/protect.js';
import type { Segment } from '../core/text/segment.js';
import type { SegmentResult } from '../core/protocol.js';
import type { Source } from './sourceBuilder.js';

/** One sentence to rewrite; sentences that are the same to the model share one job. */
export interface RewriteJob {
  readonly source: Source;
  /** Ids of the sentence with copy-tokens for its protected spans. */
  readonly textIds: readonly number[];
  readonly sentence: Protected;
}

/** What a job's decoding came to. */
export interface RewriteAnswer {
  /** The rewritten sentence with its protected spans put back; undefined if it has to stay as it is. */
  readonly output: string | undefined;
  readonly score: number;
  readonly tokens: number;
  readonly passes: number;
  readonly warning?: NonNullable<SegmentResult['warning']>;
}

/** A sentence of the input: with the job that rewrites it, or with the reason why there is none. */
export type PlannedSegment =
  | { readonly segment: Segment; readonly job: RewriteJob }
  | {
      readonly segment: Segment;
      readonly job: undefined;
      readonly warning: NonNullable<SegmentResult['warning']>;
    };
