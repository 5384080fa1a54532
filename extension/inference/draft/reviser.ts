import type { Manifest } from '../../core/model/manifest.js';
import { lengthScores } from '../decoding/lengthScores.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import { runGroups, type RunLimits, type RunSize } from '../decoding/runGroups.js';
import { roundScore } from '../decoding/score.js';
import { nextTurn } from '../decoding/turn.js';
import type { EncodedSources, SourceMemory, StepGraph } from '../runtime/stepGraph.js';
import type { RevisionDraft } from './revisionDraft.js';
import { SpanCandidate, spanPasses } from './spanCandidate.js';

/** A graph of a model that learnt where a text cannot stay as it is. */
export type RevisingGraph = StepGraph & Required<Pick<StepGraph, 'findTrouble'>>;

export type ReviserSettings = Omit<NonNullable<Manifest['revision']>, 'tasks'>;

/** How many tokens fewer and more than a span's are tried in its place, where the manifest does not say. */
const usualShorter = 2;
const usualLonger = 3;

/** Log-odds of a token that is never touched. */
const never = -1e9;

/** A draft of the answer to a job: the text itself, or a translation of it. */
export interface RevisionWork {
  readonly job: RewriteJob;
  /** Index of its source in the batch. */
  readonly source: number;
  readonly draft: RevisionDraft;
}

type Found = ReadonlyMap<RevisionWork, readonly (readonly SpanCandidate[])[]>;

/**
 * Revises drafts: the model first says which tokens cannot stay, then predicts only those, in the light of all others.
 * `models/decoding/revise.py` describes the arithmetic step by step.
 */
export class Reviser {
  private readonly copies: ReadonlySet<number>;
  private readonly leastTrouble: number;

  public constructor(
    private readonly graph: RevisingGraph,
    private readonly manifest: Pick<Manifest, 'length' | 'limits' | 'specialTokens'>,
    private readonly settings: ReviserSettings,
    private readonly limits: RunLimits,
  ) {
    this.copies = new Set(manifest.specialTokens.copy);
    const { threshold } = settings;
    this.leastTrouble = roundScore(Math.log(threshold / (1 - threshold)));
  }

  /**
   * Revises the drafts in place; none may be empty, or longer than an answer may be.
   * @param onPasses told how many passes were just run
   * @throws DOMException `AbortError`
   */
  public async revise(
    works: readonly RevisionWork[],
    encoded: EncodedSources,
    { signal, onPasses }: { signal?: AbortSignal | undefined; onPasses?: (count: number) => void } = {},
  ): Promise<void> {
    for (let round = 0; round < this.settings.rounds; round++) {
      const open = works.filter(({ draft }) => !draft.finished && draft.ids.length > 0);
      if (open.length === 0) break;
      const candidates = await this.find(encoded.memory, open, signal);
      onPasses?.(1);
      await this.mend(encoded.memory, candidates, signal);
      if (candidates.size > 0) onPasses?.(spanPasses);
      for (const work of open) {
        const lengths = lengthScores(encoded.lengthLogits[work.source]);
        this.apply(work, candidates.get(work) ?? [], lengths);
      }
    }
  }

  /** Runs the drafts as they stand. @returns candidates for every span that cannot stay, span by span */
  private async find(
    memory: SourceMemory,
    works: readonly RevisionWork[],
    signal: AbortSignal | undefined,
  ): Promise<Found> {
    const found = new Map<RevisionWork, readonly (readonly SpanCandidate[])[]>();
    const size = ({ draft: { ids } }: RevisionWork): RunSize => ({ tokens: ids.length, slots: ids.length });
    for (const group of runGroups(works, size, memory.tokens, this.limits)) {
      await nextTurn(signal);
      const targets = group.map(({ draft, job }) => {
        return { ids: Int32Array.from(draft.ids), position: job.source.targetPosition };
      });
      const odds = await this.graph.findTrouble(memory.gather(group.map(({ source }) => source)), targets);
      group.forEach((work, row) => {
        const { ids } = work.draft;
        const trouble = ids.map((id, index) =>
          this.copies.has(id) ? never : roundScore(odds[row]?.[index] ?? never),
        );
        work.draft.passes++;
        work.draft.keep(trouble);
        const spans = this.spans(trouble).map((span) => this.candidates(ids, span));
        if (spans.length > 0) found.set(work, spans);
      });
    }
    return found;
  }

  /** Runs of tokens that cannot stay: [start, end). */
  private spans(trouble: readonly number[]): (readonly [number, number])[] {
    const spans: [number, number][] = [];
    trouble.forEach((value, index) => {
      if (value < this.leastTrouble) return;
      const last = spans.at(-1);
      if (last?.[1] === index) last[1] = index + 1;
      else spans.push([index, index + 1]);
    });
    return spans;
  }

  private candidates(ids: readonly number[], [start, end]: readonly [number, number]): SpanCandidate[] {
    const { limits, specialTokens } = this.manifest;
    const { shorter = usualShorter, longer = usualLonger } = this.settings;
    const candidates: SpanCandidate[] = [];
    for (let count = Math.max(0, end - start - shorter); count <= end - start + longer; count++) {
      const length = ids.length - (end - start) + count;
      if (length > 0 && length <= limits.targetTokens)
        candidates.push(new SpanCandidate(ids, start, end, count, specialTokens.mask));
    }
    return candidates;
  }

  /** Fills the masks of all candidates. */
  private async mend(memory: SourceMemory, found: Found, signal: AbortSignal | undefined): Promise<void> {
    const all = [...found].flatMap(([work, spans]) => spans.flat().map((candidate) => ({ work, candidate })));
    const { mask } = this.manifest.specialTokens;
    for (let pass = 1; pass <= spanPasses; pass++) {
      const active = all.flatMap((one) => {
        const masked = one.candidate.mask(mask);
        return masked.length > 0 ? [{ ...one, masked }] : [];
      });
      for (const work of new Set(active.map((one) => one.work))) work.draft.passes++;
      const size = ({ candidate, masked }: (typeof active)[number]): RunSize => {
        return { tokens: candidate.ids.length, slots: masked.length };
      };
      for (const group of runGroups(active, size, memory.tokens, this.limits)) {
        await nextTurn(signal);
        const slots = group.flatMap(({ masked }, row) => masked.map((index) => ({ row, index })));
        const predictions = await this.graph.refine(
          memory.gather(group.map(({ work }) => work.source)),
          group.map(({ work, candidate }) => {
            return { ids: candidate.ids, position: work.job.source.targetPosition };
          }),
          slots,
        );
        slots.forEach(({ row, index }, slot) => {
          const score = predictions.logProbabilities[slot] ?? 0;
          group[row]?.candidate.place(index, predictions.ids[slot] ?? 0, score);
        });
      }
    }
  }

  /** Puts the best candidate of each span into the draft; a draft that nothing changes is finished. */
  private apply(
    work: RevisionWork,
    spans: readonly (readonly SpanCandidate[])[],
    lengths: readonly number[],
  ): void {
    const chosen = spans.flatMap((candidates) => this.choose(work, candidates, lengths) ?? []);
    work.draft.replace(chosen);
    work.draft.finished = chosen.length === 0;
  }

  private choose(
    work: RevisionWork,
    candidates: readonly SpanCandidate[],
    lengths: readonly number[],
  ): SpanCandidate | undefined {
    const scored = candidates.map((candidate) => {
      return { candidate, score: this.score(work, candidate, lengths) };
    });
    scored.sort(
      (one, other) =>
        other.score - one.score ||
        Math.abs(one.candidate.change) - Math.abs(other.candidate.change) ||
        one.candidate.count - other.candidate.count,
    );
    const best = scored[0];
    if (!best || best.candidate.isDraft || best.score < this.settings.acceptance) return undefined;
    return best.candidate;
  }

  /** @param lengths rounded log-probabilities of the length classes */
  private score({ job }: RevisionWork, candidate: SpanCandidate, lengths: readonly number[]): number {
    const { length } = this.manifest;
    const base = length.minimum + (length.relativeTo === 'text' ? job.textIds.length : 0);
    const own = candidate.count > 0 ? candidate.fillScore : this.settings.deletion;
    return own + this.settings.lengthWeight * (lengths[candidate.ids.length - base] ?? never);
  }
}

/** Whether a model's graph can say where a text cannot stay. */
export function isRevising(graph: StepGraph): graph is RevisingGraph {
  return graph.findTrouble !== undefined;
}
