import { type AssembledText, textOf } from '../../core/protocol/assembledText.js';
import type { RewriteResult, SegmentWarning } from '../../core/protocol/protocol.js';
import { certainties, placeCertainties, wordConfidences } from './confidence.js';
import { joinSegments } from './joinSegments.js';
import type { RewrittenSegment } from './structureGuard.js';
import type { PlannedSegment, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** What was chosen for a sentence: an answer, or the reason why it stays as it is. */
export type Chosen =
  | { readonly answer: RewriteAnswer }
  | { readonly answer: undefined; readonly warning?: SegmentWarning | undefined };

/**
 * Puts a text together from its sentences.
 * @param format VS Code language identifier of the text; plain text if absent
 */
export function assembleText(
  plan: readonly PlannedSegment[],
  choose: (job: RewriteJob) => Chosen,
  format?: string,
): AssembledText {
  const segments = joinSegments(
    plan.map((planned) => rewritten(planned, choose)),
    format,
  );
  return textOf(segments);
}

function rewritten(planned: PlannedSegment, choose: (job: RewriteJob) => Chosen): RewrittenSegment {
  const { segment } = planned;
  if (planned.job) {
    const chosen = choose(planned.job);
    if (!chosen.answer) return { segment, output: segment.text, result: untouched(chosen.warning) };
    const { output, candidate, warning, origin } = chosen.answer;
    const figures = { score: candidate.score, tokens: candidate.ids.length };
    const result = { ...figures, ...(warning && { warning }), ...(origin && { origin }) };
    return { segment, output, result };
  }
  return 'output' in planned
    ? { segment, output: planned.output, result: untouched(undefined) }
    : { segment, output: segment.text, result: untouched(planned.warning) };
}

function untouched(warning: SegmentWarning | undefined): RewrittenSegment['result'] {
  return { score: 0, tokens: 0, ...(warning && { warning }) };
}

/** How sure the model is of every word of a text that `assembleText` gave for the same plan and choices. */
export function wordsOf(
  { output, segments }: Pick<AssembledText, 'output' | 'segments'>,
  plan: readonly PlannedSegment[],
  choose: (job: RewriteJob) => Chosen,
  tokenizer: Tokenizer,
): NonNullable<RewriteResult['words']> {
  const probabilities = new Float64Array(output.length).fill(1);
  let position = 0;
  segments.forEach((result, index) => {
    const planned = plan[index];
    const answer = planned?.job && choose(planned.job).answer;
    // A sentence that could not stay in its place has no tokens: it is as it was given.
    if (planned?.job && answer && result.tokens > 0) {
      const { prefix } = planned.segment;
      const from = result.output.startsWith(prefix) ? prefix.length : 0;
      const own = certainties(planned.job, answer, tokenizer);
      probabilities.set(placeCertainties(own, result.output, from), position);
    }
    position += result.output.length;
  });
  return [...wordConfidences(output, probabilities)];
}
