import type { AssembledText } from '../../core/protocol/assembledText.js';
import { assembleText, type Chosen } from './assembleResult.js';
import { countCharacters } from './characters.js';
import { bestWithin, type Slot } from './combinations.js';
import type { JobAnswers, PlannedSegment, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';

/** An answer of less than this share of the tokens that the model would choose says too little of what it should. */
const leastShare = 0.25;
/** Each round of shorter lengths begins this much shorter than the last one. */
const roundShare = 0.8;
/** Distance between two lengths of a round, as a share of the length that the model would choose. */
const stepShare = 0.05;
/** Only where no answer is left: a sentence that stays as it is counts as worse than any answer. */
const unchangedScore = -1e6;
/** What stands between sentences can change with them: how often a choice that became too long is taken back. */
const mostAttempts = 6;

/** A text with what its sentences may become, and how long it may be. */
export class LimitedText {
  private readonly jobs: RewriteJob[];
  private readonly tried = new Map<RewriteJob, Set<number>>();
  private round = 0;

  /**
   * @param pool all answers to each job, whichever text it belongs to; grows between rounds
   * @param limit most characters of the answer
   */
  public constructor(
    private readonly plan: readonly PlannedSegment[],
    private readonly answers: ReadonlyMap<RewriteJob, JobAnswers>,
    private readonly pool: ReadonlyMap<RewriteJob, readonly RewriteAnswer[]>,
    private readonly limit: number,
    private readonly format: string | undefined,
  ) {
    this.jobs = [...new Set(plan.flatMap(({ job }) => job ?? []))];
  }

  /** The best answers of the pool with which the text is short enough; undefined if there are none. */
  public choose(): ReadonlyMap<RewriteJob, Chosen> | undefined {
    const slots = this.jobs.map((job) => this.slot(job));
    const best = slots.map(() => 0);
    const fixed = countCharacters(this.assemble(slots, best).output) - sizeOf(slots, best);
    let budget = this.limit - fixed;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const indices = bestWithin(slots, budget);
      if (!indices) return undefined;
      const size = countCharacters(this.assemble(slots, indices).output);
      if (size <= this.limit) return this.chosen(slots, indices);
      budget -= size - this.limit;
    }
    return undefined;
  }

  /** Lengths to decode for the next round, each job's shorter than before; empty if all have been tried. */
  public nextLengths(count: number): Map<RewriteJob, readonly number[]> {
    const slots = this.jobs.map((job) => this.slot(job));
    const best = slots.map(() => 0);
    const free = sizeOf(slots, best);
    const fixed = countCharacters(this.assemble(slots, best).output) - free;
    const room = Math.max(0, Math.min(1, (this.limit - fixed) / Math.max(1, free)));
    const lengths = new Map<RewriteJob, readonly number[]>();
    while (lengths.size === 0) {
      const share = room * roundShare ** this.round++;
      for (const job of this.jobs) {
        const fresh = this.fresh(job, share, count);
        if (fresh.length > 0) lengths.set(job, fresh);
      }
      if (share < leastShare) break;
    }
    return lengths;
  }

  /** Shorter lengths for one job that were not tried yet. */
  private fresh(job: RewriteJob, share: number, count: number): number[] {
    const usual = this.answers.get(job)?.best?.candidate.ids.length ?? job.source.textTokens;
    const least = Math.max(1, Math.ceil(usual * leastShare));
    const step = Math.max(1, Math.round(usual * stepShare));
    const first = Math.floor(usual * share);
    const tried = this.tried.get(job) ?? new Set();
    this.tried.set(job, tried);
    const lengths = Array.from({ length: count }, (_, index) => Math.max(least, first - index * step));
    const fresh = [...new Set(lengths)].filter((length) => !tried.has(length));
    for (const length of fresh) tried.add(length);
    return fresh;
  }

  private slot(job: RewriteJob): Slot & { readonly chosen: readonly Chosen[] } {
    const segments = this.plan.filter((planned) => planned.job === job);
    const original = segments[0]?.segment.text ?? '';
    const answers = this.pool.get(job) ?? [];
    const { best, warning } = this.answers.get(job) ?? {};
    const unchanged = best ? [] : [{ score: unchangedScore, size: countCharacters(original) }];
    return {
      weight: Math.max(1, job.textIds.length),
      count: segments.length,
      options: [
        ...unchanged,
        ...answers.map(({ output, candidate }) => ({
          score: candidate.score,
          size: countCharacters(output),
        })),
      ],
      chosen: [...(best ? [] : [{ answer: undefined, warning }]), ...answers.map((answer) => ({ answer }))],
    };
  }

  private chosen(
    slots: readonly { readonly chosen: readonly Chosen[] }[],
    indices: readonly number[],
  ): ReadonlyMap<RewriteJob, Chosen> {
    const none = { answer: undefined };
    return new Map(this.jobs.map((job, slot) => [job, slots[slot]?.chosen[indices[slot] ?? 0] ?? none]));
  }

  private assemble(
    slots: readonly { readonly chosen: readonly Chosen[] }[],
    indices: readonly number[],
  ): AssembledText {
    const chosen = this.chosen(slots, indices);
    return assembleText(this.plan, (job) => chosen.get(job) ?? { answer: undefined }, this.format);
  }
}

function sizeOf(slots: readonly Slot[], indices: readonly number[]): number {
  return slots.reduce((sum, { count, options }, slot) => {
    return sum + count * (options[indices[slot] ?? 0]?.size ?? 0);
  }, 0);
}
