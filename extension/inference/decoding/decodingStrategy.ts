import type { GuardVerdict } from '../../core/guards/guards.js';
import type { DecodedCandidate } from './candidate.js';
import type { TranslationSettings } from './translationSettings.js';
import type { DecodeSettings } from './candidateDecoder.js';
import type { RewriteJob } from './rewriteJob.js';
import type { EncodedSources } from '../runtime/stepGraph.js';

/** How sentences are to be decoded. */
export interface SentenceSettings extends DecodeSettings {
  /** How many lengths are tried. */
  readonly lengthBeam: number;
  /** How many lengths the model would choose among for the answer itself; `lengthBeam` if absent. */
  readonly usualBeam?: number | undefined;
  /** How many of the most probable lengths are left out; 0 if absent. */
  readonly skippedLengths?: number | undefined;
  /** Task of the manifest that the instruction names, if it is one. */
  readonly task?: string | undefined;
  /** Where the task is a translation, what it starts from. */
  readonly translation?: TranslationSettings | undefined;
  /** What the answers are compared with their sentences by; nothing if absent. */
  readonly guard?: Guard | undefined;
  /** Forces the number of target tokens. */
  readonly targetLength?: number | undefined;
  /** The length dial: the length as a share of the one that the model would choose. */
  readonly lengthFactor?: number | undefined;
  /** Of what the length is that share; `answer` if absent. */
  readonly lengthRelativeTo?: 'answer' | 'text' | undefined;
  /** Exactly these lengths, in tokens, for each job, whatever the model would choose. */
  readonly lengths?: ((job: RewriteJob) => readonly number[]) | undefined;
}

/** Compares a sentence with an answer to it; both have copy characters in place of protected spans. */
export type Guard = (job: RewriteJob, wording: string) => GuardVerdict;

/**
 * A way to come from encoded sources to answers. Which one decodes a task is for `DecodingStrategies` to say; what all
 * have in common (protected spans, terms, repairs, alternatives) is the part of `SentenceDecoder`.
 */
export interface DecodingStrategy {
  /**
   * @param encoded one source for each of `jobs`, in that order
   * @returns for each job its answers; of equally good ones the first is preferred
   * @throws DOMException `AbortError` when the signal was aborted between two passes
   */
  propose(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): Promise<readonly (readonly DecodedCandidate[])[]>;
}
