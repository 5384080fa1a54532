import type { SentenceSettings } from '../decoding/decodingStrategy.js';
import type { JobAnswers, RewriteJob } from '../decoding/rewriteJob.js';

/** What answers sentences, whoever writes the answers. */
export interface SentenceAnswers {
  /**
   * @param alternatives how many answers are wanted beside the best
   * @returns the answers to each job, in that order
   * @throws DOMException `AbortError`
   */
  decode(
    jobs: readonly RewriteJob[],
    settings: SentenceSettings,
    alternatives?: number,
  ): Promise<readonly JobAnswers[]>;
}
