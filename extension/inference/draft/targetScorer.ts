import type { Manifest } from '../../core/model/manifest.js';
import { runGroups, type RunLimits } from '../decoding/runGroups.js';
import { roundScore } from '../decoding/score.js';
import { nextTurn } from '../decoding/turn.js';
import type { EncodedSources, StepGraph, TargetRow, TargetSlot } from '../runtime/stepGraph.js';
import { keptScore } from './revisionDraft.js';

/** So many masked copies of a target are run: in copy k every token whose place is k modulo this is masked. */
const copies = 3;
/** So many tokens around those that differ are compared too: what they say depends on what stands beside them. */
const neighbours = 2;

/** What several targets are answers to: an encoded source. */
export interface ScoredSource {
  readonly encoded: EncodedSources;
  /** Index of the source in the batch. */
  readonly source: number;
  /** Position of the first target token. */
  readonly position: number;
}

interface MaskedRow {
  readonly target: number;
  readonly ids: readonly number[];
  readonly masked: readonly number[];
}

/** Says what the model thinks of targets that somebody else wrote. `models/decoding/drafting.py` is the reference. */
export class TargetScorer {
  private readonly placeholders: ReadonlySet<number>;

  public constructor(
    private readonly graph: StepGraph,
    private readonly tokens: Pick<Manifest['specialTokens'], 'mask' | 'copy'>,
    private readonly limits: RunLimits,
  ) {
    this.placeholders = new Set(tokens.copy);
  }

  /**
   * Pseudo-log-likelihoods (Salazar et al. 2020) of several targets, comparable with one another: a third of the tokens
   * is masked at a time, and only those are asked for that stand where the targets differ, or beside that.
   * @param targets token ids; at least one of each
   */
  public async logLikelihoods(
    { encoded: { memory }, source, position }: ScoredSource,
    targets: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<number[]> {
    const sums = new Array<number>(targets.length).fill(0);
    const { prefix, suffix } = sharedEnds(targets);
    const rows = targets.flatMap((ids, target) => {
      const start = Math.max(0, prefix - neighbours);
      const end = Math.min(ids.length, ids.length - suffix + neighbours);
      return maskedRows(target, ids, start, end);
    });
    const size = ({ ids, masked }: MaskedRow): { tokens: number; slots: number } => {
      return { tokens: ids.length, slots: masked.length };
    };
    for (const group of runGroups(rows, size, memory.tokens, this.limits)) {
      await nextTurn(signal);
      const shown = group.map((row) => this.shown(row, position));
      const slots = group.flatMap(({ ids, masked }, row) =>
        masked.map((index): TargetSlot => ({ row, index, candidates: [ids[index] ?? 0] })),
      );
      const found = await this.graph.refine(memory.gather(group.map(() => source)), shown, slots);
      slots.forEach(({ row }, index) => {
        const { target } = group[row]!;
        sums[target] = sums[target]! + roundScore(found.candidateLogProbabilities[index] ?? 0);
      });
    }
    return sums;
  }

  /** For each target the log-probability that none of its tokens is out of place; 0 for all if the model never learnt it. */
  public async soundness(
    { encoded: { memory }, source, position }: ScoredSource,
    targets: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<number[]> {
    if (!this.graph.findTrouble) return targets.map(() => 0);
    const sums: number[] = [];
    const size = (ids: readonly number[]): { tokens: number; slots: number } => {
      return { tokens: ids.length, slots: ids.length };
    };
    for (const group of runGroups(targets, size, memory.tokens, this.limits)) {
      await nextTurn(signal);
      const shown = group.map((ids): TargetRow => ({ ids: Int32Array.from(ids), position }));
      const odds = await this.graph.findTrouble(memory.gather(group.map(() => source)), shown);
      group.forEach((ids, row) => {
        const scores = ids.map((id, index) =>
          this.placeholders.has(id) ? 0 : keptScore(roundScore(odds[row]?.[index] ?? 0)),
        );
        sums.push(scores.reduce((sum, score) => sum + score, 0));
      });
    }
    return sums;
  }

  private shown({ ids, masked }: MaskedRow, position: number): TargetRow {
    const shown = Int32Array.from(ids);
    for (const index of masked) shown[index] = this.tokens.mask;
    return { ids: shown, position };
  }
}

/** How many tokens all targets have in common at their start and, behind that, at their end. */
function sharedEnds(targets: readonly (readonly number[])[]): { prefix: number; suffix: number } {
  const [first = [], ...others] = targets;
  if (others.length === 0) return { prefix: 0, suffix: 0 };
  const shortest = Math.min(...targets.map(({ length }) => length));
  let prefix = 0;
  while (prefix < shortest && others.every((ids) => ids[prefix] === first[prefix])) prefix++;
  let suffix = 0;
  const isShared = (): boolean => others.every((ids) => ids.at(-1 - suffix) === first.at(-1 - suffix));
  while (suffix < shortest - prefix && isShared()) suffix++;
  return { prefix, suffix };
}

function maskedRows(target: number, ids: readonly number[], start: number, end: number): MaskedRow[] {
  return [...Array(Math.min(copies, end - start)).keys()].map((offset) => {
    const masked = [...ids.keys()].filter(
      (index) => index >= start && index < end && (index - start) % copies === offset,
    );
    return { target, ids, masked };
  });
}
