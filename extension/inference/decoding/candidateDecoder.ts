import type { CandidateRequest, DecodedCandidate } from './candidate.js';
import type { SourceMemory } from '../runtime/stepGraph.js';

export interface DecodeSettings {
  /** Passes to run at most. */
  readonly iterations: number;
  /** An answer that a pass did not change stops once every token is at least this probable; 1 switches it off. */
  readonly stopConfidence: number;
  /** Told after each pass: its number, from 1. */
  readonly onPass?: ((pass: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What predicts all free tokens of answers of given lengths: here pass by pass, or elsewhere in one request. */
export interface CandidateDecoder {
  /**
   * Decodes all requests side by side.
   * @returns one answer for each request, in that order
   * @throws DOMException `AbortError` when the signal was aborted between two runs
   */
  decode(
    memory: SourceMemory,
    requests: readonly CandidateRequest[],
    settings: DecodeSettings,
  ): Promise<DecodedCandidate[]>;
}
