import type { CandidateDecoder, DecodeSettings } from './candidateDecoder.js';
import { Candidate, type CandidateRequest, type DecodedCandidate } from './candidate.js';
import { runGroups, type RunLimits, type RunSize } from './runGroups.js';
import type { SourceMemory, StepGraph, TargetSlot } from '../runtime/stepGraph.js';
import { nextTurn } from './turn.js';

/**
 * Mask-Predict (Ghazvininejad et al. 2019): the first pass predicts every token of a fully masked target; each later
 * pass masks the least certain ones again, linearly fewer each time, and predicts those.
 */
export class MaskPredict implements CandidateDecoder {
  public constructor(
    private readonly graph: StepGraph,
    private readonly maskId: number,
    private readonly limits: RunLimits,
  ) {}

  /** See `CandidateDecoder.decode`. */
  public async decode(
    memory: SourceMemory,
    requests: readonly CandidateRequest[],
    settings: DecodeSettings,
  ): Promise<DecodedCandidate[]> {
    const { iterations, stopConfidence, onPass, signal } = settings;
    const stopScore = stopConfidence < 1 ? Math.log(stopConfidence) : Infinity;
    const candidates = requests.map((request) => new Candidate(request, this.maskId));
    for (let pass = 1; pass <= iterations; pass++) {
      const active = candidates.filter((candidate) => candidate.masked.length > 0);
      if (active.length === 0) break;
      for (const group of runGroups(active, sizeOf, memory.tokens, this.limits)) {
        await nextTurn(signal);
        await this.predict(memory, group);
      }
      for (const candidate of active) candidate.endPass(pass + 1, iterations, stopScore);
      onPass?.(pass);
    }
    return candidates.map((candidate) => candidate.result());
  }

  private async predict(memory: SourceMemory, group: readonly Candidate[]): Promise<void> {
    const slots: TargetSlot[] = group.flatMap((candidate, row) =>
      candidate.masked.map((index) => ({ row, index })),
    );
    const predictions = await this.graph.refine(
      memory.gather(group.map(({ request }) => request.source)),
      group.map(({ ids, request }) => ({ ids, position: request.position })),
      slots,
    );
    slots.forEach(({ row, index }, slot) => {
      group[row]?.place(index, predictions.ids[slot] ?? 0, predictions.logProbabilities[slot] ?? 0);
    });
  }
}

function sizeOf({ ids, masked }: Candidate): RunSize {
  return { tokens: ids.length, slots: masked.length };
}
