import type { Manifest } from '../../core/model/manifest.js';
import type { CandidateDecoder } from './candidateDecoder.js';
import type { CandidateRequest, DecodedCandidate } from './candidate.js';
import type { DecodingStrategy, SentenceSettings } from './decodingStrategy.js';
import { likelyLengths, sizedLengths } from './lengthBeam.js';
import type { RewriteJob } from './rewriteJob.js';
import type { EncodedSources } from '../runtime/stepGraph.js';

/** Mask-Predict from all masks, at the most probable lengths side by side. */
export class LengthBeamStrategy implements DecodingStrategy {
  public constructor(
    private readonly candidates: CandidateDecoder,
    private readonly manifest: Pick<Manifest, 'length' | 'limits'>,
  ) {}

  /** See `DecodingStrategy.propose`; the answers of a job are in the order of their lengths' probability. */
  public async propose(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): Promise<DecodedCandidate[][]> {
    const requests = jobs.map((job, index) => {
      const lengths = this.lengths(job, encoded.lengthLogits[index], settings);
      const position = job.source.targetPosition;
      return lengths.map((length): CandidateRequest => ({ source: index, position, length }));
    });
    const decoded = await this.candidates.decode(encoded.memory, requests.flat(), settings);
    let next = 0;
    return requests.map((own) => decoded.slice(next, (next += own.length)));
  }

  private lengths(
    job: RewriteJob,
    logits: Float32Array | undefined,
    settings: SentenceSettings,
  ): readonly number[] {
    const { lengthBeam, skippedLengths = 0, targetLength, lengthFactor = 1, lengthRelativeTo } = settings;
    if (settings.lengths) return settings.lengths(job);
    if (targetLength !== undefined) return [targetLength].slice(skippedLengths);
    const { textTokens } = job.source;
    const likely = (count: number): number[] =>
      likelyLengths(logits ?? new Float32Array(0), textTokens, this.manifest, count);
    const ofText = lengthRelativeTo === 'text';
    if (lengthFactor === 1 && !ofText) return likely(skippedLengths + lengthBeam).slice(skippedLengths);
    const usual = ofText ? [textTokens] : likely(settings.usualBeam ?? lengthBeam);
    const count = skippedLengths + lengthBeam;
    return sizedLengths(usual, lengthFactor, this.manifest, count).slice(skippedLengths);
  }
}
