import type { Manifest } from '../../core/model/manifest.js';
import type { DecodedCandidate } from '../decoding/candidate.js';
import type { DecodingStrategy, SentenceSettings } from '../decoding/decodingStrategy.js';
import { lengthScores } from '../decoding/lengthScores.js';
import { RevisionDraft } from './revisionDraft.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import { runGroups, type RunLimits } from '../decoding/runGroups.js';
import { roundScore } from '../decoding/score.js';
import { SpanCandidate, spanPasses } from './spanCandidate.js';
import type { Speller } from '../spelling/speller.js';
import type { EncodedSources, SourceMemory, StepGraph } from '../runtime/stepGraph.js';
import { nextTurn } from '../decoding/turn.js';

/** A graph of a model that learnt where a text cannot stay as it is. */
export type RevisingGraph = StepGraph & Required<Pick<StepGraph, 'findTrouble'>>;

export type RevisionSettings = NonNullable<Manifest['revision']>;

/** How many tokens fewer and more than a span's are tried in its place. */
const shorter = 2;
const longer = 3;

/** Log-odds of a token that is never touched. */
const never = -1e9;

interface Work {
  readonly job: RewriteJob;
  /** Index of its source in the batch. */
  readonly source: number;
  readonly draft: RevisionDraft;
}

/**
 * Revision, for tasks whose answers share most of the text: the model first says which tokens cannot stay, then predicts
 * only those, in the light of all others. `models/decoding/revise.py` describes the arithmetic step by step.
 */
export class RevisionStrategy implements DecodingStrategy {
  private readonly copies: ReadonlySet<number>;
  private readonly leastTrouble: number;

  /**
   * @param fallback for texts that are longer than an answer may be
   * @param speller corrects the spelling first, if given
   */
  public constructor(
    private readonly graph: RevisingGraph,
    private readonly fallback: DecodingStrategy,
    private readonly manifest: Pick<Manifest, 'length' | 'limits' | 'specialTokens'>,
    private readonly settings: RevisionSettings,
    private readonly limits: RunLimits,
    private readonly speller?: Speller,
  ) {
    this.copies = new Set(manifest.specialTokens.copy);
    const { threshold } = settings;
    this.leastTrouble = roundScore(Math.log(threshold / (1 - threshold)));
  }

  /** See `DecodingStrategy.propose`: one answer for each job. */
  public async propose(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): Promise<readonly (readonly DecodedCandidate[])[]> {
    const { targetTokens } = this.manifest.limits;
    const tooLong = [...jobs.keys()].filter((index) => (jobs[index]?.textIds.length ?? 0) > targetTokens);
    const works = jobs.flatMap((job, source): Work[] => {
      if (tooLong.includes(source)) return [];
      return [{ job, source, draft: new RevisionDraft(job.textIds) }];
    });
    let passes = 0;
    if (this.speller) {
      const spelt = await this.speller.correct(encoded.memory, works, settings.signal);
      works.forEach(({ draft }, index) => draft.begin(spelt[index]));
      if (spelt.some(({ asked }) => asked)) settings.onPass?.(Math.min(++passes, settings.iterations));
    }
    for (let round = 0; round < this.settings.rounds; round++) {
      const open = works.filter(({ draft }) => !draft.finished && draft.ids.length > 0);
      if (open.length === 0) break;
      const candidates = await this.find(encoded.memory, open, settings);
      settings.onPass?.(Math.min(++passes, settings.iterations));
      await this.mend(encoded.memory, candidates, settings);
      if (candidates.size > 0) settings.onPass?.(Math.min((passes += spanPasses), settings.iterations));
      for (const work of open) {
        const lengths = lengthScores(encoded.lengthLogits[work.source]);
        this.apply(work, candidates.get(work) ?? [], lengths);
      }
    }
    const answers: (readonly DecodedCandidate[])[] = [];
    for (const { source, draft } of works) answers[source] = [draft.result()];
    const written = await this.writeAnew(jobs, tooLong, encoded, settings);
    tooLong.forEach((source, index) => (answers[source] = written[index] ?? []));
    return answers;
  }

  private writeAnew(
    jobs: readonly RewriteJob[],
    chosen: readonly number[],
    { memory, lengthLogits }: EncodedSources,
    settings: SentenceSettings,
  ): Promise<readonly (readonly DecodedCandidate[])[]> {
    if (chosen.length === 0) return Promise.resolve([]);
    const own = {
      memory: memory.gather(chosen),
      lengthLogits: chosen.flatMap((index) => lengthLogits[index] ?? []),
    };
    return this.fallback.propose(
      chosen.flatMap((index) => jobs[index] ?? []),
      own,
      settings,
    );
  }

  /** Runs the drafts as they stand. @returns candidates for every span that cannot stay, span by span */
  private async find(
    memory: SourceMemory,
    works: readonly Work[],
    { signal }: SentenceSettings,
  ): Promise<ReadonlyMap<Work, readonly (readonly SpanCandidate[])[]>> {
    const found = new Map<Work, readonly (readonly SpanCandidate[])[]>();
    const size = ({ draft: { ids } }: Work): { tokens: number; slots: number } => {
      return { tokens: ids.length, slots: ids.length };
    };
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
        const spans = this.spans(trouble);
        if (spans.length > 0)
          found.set(
            work,
            spans.map((span) => this.candidates(ids, span)),
          );
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
    const candidates: SpanCandidate[] = [];
    for (let count = Math.max(0, end - start - shorter); count <= end - start + longer; count++) {
      const length = ids.length - (end - start) + count;
      if (length > 0 && length <= limits.targetTokens)
        candidates.push(new SpanCandidate(ids, start, end, count, specialTokens.mask));
    }
    return candidates;
  }

  /** Fills the masks of all candidates. */
  private async mend(
    memory: SourceMemory,
    found: ReadonlyMap<Work, readonly (readonly SpanCandidate[])[]>,
    { signal }: SentenceSettings,
  ): Promise<void> {
    const all = [...found].flatMap(([work, spans]) => spans.flat().map((candidate) => ({ work, candidate })));
    const { mask } = this.manifest.specialTokens;
    for (let pass = 1; pass <= spanPasses; pass++) {
      const active = all.flatMap((one) => {
        const masked = one.candidate.mask(mask);
        return masked.length > 0 ? [{ ...one, masked }] : [];
      });
      for (const work of new Set(active.map((one) => one.work))) work.draft.passes++;
      const size = ({ candidate, masked }: (typeof active)[number]): { tokens: number; slots: number } => {
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
  private apply(work: Work, spans: readonly (readonly SpanCandidate[])[], lengths: readonly number[]): void {
    const chosen = spans.flatMap((candidates) => this.choose(work, candidates, lengths) ?? []);
    work.draft.replace(chosen);
    work.draft.finished = chosen.length === 0;
  }

  private choose(
    work: Work,
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
  private score({ job }: Work, candidate: SpanCandidate, lengths: readonly number[]): number {
    const { length } = this.manifest;
    const base = length.minimum + (length.relativeTo === 'text' ? job.textIds.length : 0);
    const own = candidate.count > 0 ? candidate.fillScore : this.settings.deletion;
    return own + this.settings.lengthWeight * (lengths[candidate.ids.length - base] ?? never);
  }
}
