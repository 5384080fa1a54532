import type { GuardFailure } from '../../core/guards/guards.js';
import type { Guard } from '../decoding/decodingStrategy.js';
import type { RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';

/** Answers that pass the guards. */
export interface SoundAnswers {
  /** Best first: those without a doubt, then the others, each in the order given. */
  readonly answers: readonly RewriteAnswer[];
  /** Why none passed, if so. */
  readonly failure: GuardFailure | undefined;
}

/** @param guard everything passes if absent */
export function soundAnswers(
  job: RewriteJob,
  answers: readonly RewriteAnswer[],
  guard: Guard | undefined,
): SoundAnswers {
  if (!guard) return { answers, failure: undefined };
  const judged = answers.map((answer) => ({ answer, verdict: guard(job, answer.wording) }));
  const passed = judged.filter(({ verdict }) => verdict.failure === undefined);
  return {
    answers: [
      ...passed.filter(({ verdict }) => !verdict.doubtful),
      ...passed.filter(({ verdict }) => verdict.doubtful),
    ].map(({ answer }) => answer),
    failure: passed.length > 0 ? undefined : judged[0]?.verdict.failure,
  };
}
