import type { RewriteResult, SegmentResult } from './protocol.js';

/** What of a result depends on the sentences that were chosen. */
export type AssembledText = Pick<RewriteResult, 'output' | 'score' | 'tokens' | 'segments'>;

/** The text that rewritten sentences make; its score is the mean of their tokens. */
export function textOf(segments: readonly SegmentResult[]): AssembledText {
  const tokens = segments.reduce((sum, segment) => sum + segment.tokens, 0);
  const weighted = segments.reduce((sum, segment) => sum + segment.score * segment.tokens, 0);
  return {
    output: segments.map(({ output }) => output).join(''),
    score: tokens === 0 ? 0 : weighted / tokens,
    tokens,
    segments,
  };
}
