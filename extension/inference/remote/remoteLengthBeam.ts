import type { Manifest } from '../../core/model/manifest.js';
import type { DecodedCandidate } from '../decoding/candidate.js';
import type { DecodingStrategy, SentenceSettings } from '../decoding/decodingStrategy.js';
import { LengthBeamStrategy } from '../decoding/lengthBeamStrategy.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import type { EncodedSources } from '../runtime/stepGraph.js';
import type { RemoteCandidates } from './remoteCandidates.js';
import { likelyLength, mostCandidates, type RemoteDecoder } from './remoteDecoder.js';
import type { RemoteGraph } from './remoteGraph.js';
import { RemoteMemory } from './remoteMemory.js';

/**
 * Length beam on a server. Where the answer itself is wanted, the server also chooses the lengths, so that one request is one
 * answer. Other wishes (the dial, further lengths) are counted from the lengths that the model would choose; they are asked for
 * first, where no earlier answer has told them.
 */
export class RemoteLengthBeam implements DecodingStrategy {
  private readonly atGivenLengths: LengthBeamStrategy;

  public constructor(
    private readonly decoder: Pick<RemoteDecoder, 'decode'>,
    private readonly graph: Pick<RemoteGraph, 'findLengths'>,
    candidates: RemoteCandidates,
    manifest: Pick<Manifest, 'length' | 'limits'>,
  ) {
    this.atGivenLengths = new LengthBeamStrategy(candidates, manifest);
  }

  /** See `DecodingStrategy.propose`. @throws EndpointError; DOMException `AbortError` */
  public async propose(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): Promise<readonly (readonly DecodedCandidate[])[]> {
    const memory = RemoteMemory.of(encoded.memory);
    const unknown = memory.sources.some(({ lengthLogits }) => lengthLogits.length === 0);
    if (unknown && dependsOnModel(settings)) {
      if (isPlain(settings)) return this.proposeLikely(memory, settings);
      await this.graph.findLengths(memory);
    }
    const lengthLogits = memory.sources.map((source) => source.lengthLogits);
    return this.atGivenLengths.propose(jobs, { memory, lengthLogits }, settings);
  }

  private async proposeLikely(
    memory: RemoteMemory,
    settings: SentenceSettings,
  ): Promise<DecodedCandidate[][]> {
    const candidates = Array.from({ length: settings.lengthBeam }, () => ({ length: likelyLength }));
    const rows = memory.sources.map((source) => ({ source, candidates }));
    const decoded = await this.decoder.decode(rows, settings);
    return decoded.map((answers) => answers.filter((answer) => answer !== undefined));
  }
}

/** Whether the lengths follow from what the model thinks of them. */
function dependsOnModel({ lengths, targetLength, lengthRelativeTo }: SentenceSettings): boolean {
  return !lengths && targetLength === undefined && lengthRelativeTo !== 'text';
}

/** Whether they are just the most probable ones, and no more than a server takes. */
function isPlain({ lengthFactor = 1, skippedLengths = 0, lengthBeam }: SentenceSettings): boolean {
  return lengthFactor === 1 && skippedLengths === 0 && lengthBeam >= 1 && lengthBeam <= mostCandidates;
}
