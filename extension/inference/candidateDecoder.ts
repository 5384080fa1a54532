import type { CandidateRequest, DecodedCandidate } from './candidate.js';
import type { DecodeSettings } from './maskPredict.js';
import type { SourceMemory } from './stepGraph.js';

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
