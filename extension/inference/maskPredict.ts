import { Candidate, type CandidateRequest, type DecodedCandidate } from './candidate.js';
import type { SourceMemory, StepGraph, TargetSlot } from './stepGraph.js';
import { nextTurn } from './turn.js';

/** How much one run of the graph may hold. */
export interface RunLimits {
  /** Source and target tokens, padding included. */
  readonly tokens: number;
  /** Masked target tokens: each one costs a row of the vocabulary's size. */
  readonly slots: number;
}

export interface DecodeSettings {
  /** Passes to run at most. */
  readonly iterations: number;
  /** An answer that a pass did not change stops once every token is at least this probable; 1 switches it off. */
  readonly stopConfidence: number;
  /** Told after each pass: its number, from 1. */
  readonly onPass?: ((pass: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Mask-Predict (Ghazvininejad et al. 2019): the first pass predicts every token of a fully masked target; each later
 * pass masks the least certain ones again, linearly fewer each time, and predicts those.
 */
export class MaskPredict {
  public constructor(
    private readonly graph: StepGraph,
    private readonly maskId: number,
    private readonly limits: RunLimits,
  ) {}

  /**
   * Decodes all requests side by side.
   * @returns one answer for each request, in that order
   * @throws DOMException `AbortError` when the signal was aborted between two runs
   */
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
      for (const group of this.groups(active, memory.tokens)) {
        await nextTurn(signal);
        await this.predict(memory, group);
      }
      for (const candidate of active) candidate.endPass(pass + 1, iterations, stopScore);
      onPass?.(pass);
    }
    return candidates.map((candidate) => candidate.result());
  }

  /** Cuts the candidates into runs within the limits, in order; a single one that is too large runs alone. */
  private groups(candidates: readonly Candidate[], sourceTokens: number): Candidate[][] {
    const groups: Candidate[][] = [];
    let longest = 0;
    let slots = 0;
    for (const candidate of candidates) {
      const group = groups.at(-1);
      longest = Math.max(longest, candidate.ids.length);
      slots += candidate.masked.length;
      const tokens = ((group?.length ?? 0) + 1) * (sourceTokens + longest);
      if (group && tokens <= this.limits.tokens && slots <= this.limits.slots) {
        group.push(candidate);
      } else {
        groups.push([candidate]);
        longest = candidate.ids.length;
        slots = candidate.masked.length;
      }
    }
    return groups;
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
