import type { Manifest } from '../../core/model/manifest.js';
import { type CandidateDecoder, type DecodeSettings } from '../decoding/candidateDecoder.js';
import type { CandidateRequest } from '../decoding/candidate.js';
import { mean } from '../decoding/score.js';
import type { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import { nextTurn } from '../decoding/turn.js';

/** Tokens for a gap. */
export interface DecodedGap {
  readonly ids: readonly number[];
  /** Mean rounded log-probability of these tokens. */
  readonly score: number;
}

/**
 * Predicts what stands between two runs of tokens. The source has one mask in its place; the target has both runs, pinned,
 * and masks between them (`models/decoding/decoder.py` describes the arithmetic).
 */
export class GapDecoder {
  public constructor(
    private readonly graph: StepGraph,
    private readonly candidates: CandidateDecoder,
    private readonly builder: SourceBuilder,
    private readonly manifest: Pick<Manifest, 'specialTokens'>,
  ) {}

  /**
   * @param instruction ids of the canonical wording that asks for what a mask stands for
   * @param lengths how many tokens the gap may have; each is tried
   * @returns an answer for each length, best first; of equal ones the shorter
   * @throws DOMException `AbortError`
   */
  public async decode(
    before: readonly number[],
    after: readonly number[],
    instruction: readonly number[],
    lengths: readonly number[],
    settings: DecodeSettings,
  ): Promise<DecodedGap[]> {
    const { mask } = this.manifest.specialTokens;
    const source = this.builder.build([...before, mask, ...after], instruction);
    await nextTurn(settings.signal);
    const { memory } = await this.graph.encode([source]);
    const requests = lengths.map((length): CandidateRequest => {
      const shift = before.length + length;
      const pins = new Map<number, number>();
      before.forEach((id, index) => pins.set(index, id));
      after.forEach((id, index) => pins.set(shift + index, id));
      return { source: 0, position: source.targetPosition, length: shift + after.length, pins };
    });
    const decoded = await this.candidates.decode(memory, requests, settings);
    const gaps = decoded.map(({ ids, scores }, index): DecodedGap => {
      const end = before.length + (lengths[index] ?? 0);
      return { ids: [...ids.slice(before.length, end)], score: mean(scores.slice(before.length, end)) };
    });
    return gaps.sort((one, other) => other.score - one.score || one.ids.length - other.ids.length);
  }
}
