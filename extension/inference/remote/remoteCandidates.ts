import type { CandidateRequest, DecodedCandidate } from '../decoding/candidate.js';
import { type CandidateDecoder, type DecodeSettings } from '../decoding/candidateDecoder.js';
import type { SourceMemory } from '../runtime/stepGraph.js';
import { type DecodeRow, mostCandidates, type RemoteDecoder } from './remoteDecoder.js';
import { RemoteMemory } from './remoteMemory.js';

/** Answers of given lengths, decoded on a server: those of one source go in one row of the request. */
export class RemoteCandidates implements CandidateDecoder {
  public constructor(private readonly decoder: Pick<RemoteDecoder, 'decode'>) {}

  /** See `CandidateDecoder.decode`. @throws EndpointError; DOMException `AbortError` */
  public async decode(
    memory: SourceMemory,
    requests: readonly CandidateRequest[],
    settings: DecodeSettings,
  ): Promise<DecodedCandidate[]> {
    if (requests.length === 0) return [];
    const { sources } = RemoteMemory.of(memory);
    const rows: (DecodeRow & { readonly requests: CandidateRequest[] })[] = [];
    for (const request of requests) {
      const source = sources[request.source];
      if (!source) throw new RangeError('there is no source for a request');
      const open = rows.find((row) => row.source === source && row.requests.length < mostCandidates);
      if (open) open.requests.push(request);
      else {
        const own = [request];
        rows.push({ source, requests: own, candidates: own });
      }
    }
    const decoded = await this.decoder.decode(rows, settings);
    const answers = new Map<CandidateRequest, DecodedCandidate>();
    rows.forEach((row, index) => {
      row.requests.forEach((request, place) => {
        const answer = decoded[index]?.[place];
        if (answer) answers.set(request, answer);
      });
    });
    return requests.flatMap((request) => answers.get(request) ?? []);
  }
}
