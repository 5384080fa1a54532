import type { RewriteJob } from '../decoding/rewriteJob.js';
import { runGroups, type RunLimits } from '../decoding/runGroups.js';
import { roundScore } from '../decoding/score.js';
import type { SourceMemory, StepGraph } from '../runtime/stepGraph.js';
import { nextTurn } from '../decoding/turn.js';
import type { Suspect, SuspectFinder } from './suspects.js';

/** A token of a text; with a score where it is not the text's own. */
export interface SpeltToken {
  readonly id: number;
  /** Rounded log-probability. */
  readonly score?: number;
}

/** A text to correct, and which source of the batch it is. */
export interface SpellingWork {
  readonly job: RewriteJob;
  readonly source: number;
}

/** What became of a text: its tokens, and whether the model was asked about any. */
export interface SpeltText {
  readonly tokens: readonly SpeltToken[];
  readonly asked: boolean;
}

/** A suspect and what the model thinks of its options, in their order. */
export interface WeighedSuspect {
  readonly suspect: Suspect;
  /** Of the tokens of each option. */
  readonly scores: readonly (readonly number[])[];
  /** Of each option: its score with what the lexicon says for it. */
  readonly totals: readonly number[];
}

/** A text with so many masks in the place of a suspect. */
interface Row {
  readonly work: SpellingWork;
  readonly suspect: Suspect;
  readonly count: number;
}

/**
 * Corrects spelling: a lexicon knows which words are none and what they may stand for; the model, which sees both sides
 * of each, says what it is. `models/decoding/spelling.py` describes the arithmetic.
 */
export class Speller {
  public constructor(
    private readonly graph: StepGraph,
    private readonly maskId: number,
    private readonly limits: RunLimits,
    private readonly finder: () => SuspectFinder,
  ) {}

  /**
   * @param memory of the batch's sources
   * @returns the texts' tokens, in the order of `works`
   * @throws DOMException `AbortError`
   */
  public async correct(
    memory: SourceMemory,
    works: readonly SpellingWork[],
    signal: AbortSignal | undefined,
  ): Promise<SpeltText[]> {
    const weighed = await this.weigh(memory, works, signal);
    return works.map(({ job }, index) => {
      const suspects = weighed[index] ?? [];
      return { tokens: corrected(job.textIds, suspects), asked: suspects.length > 0 };
    });
  }

  /** What may be misspelt in a text, as the lexicon has it. */
  public suspects({ textIds }: RewriteJob): readonly Suspect[] {
    return this.finder().find(textIds);
  }

  /**
   * What may be misspelt, and what the model thinks of each option.
   * @param only of a text's suspects those to ask about; all if absent
   * @returns in the order of `works`
   * @throws DOMException `AbortError`
   */
  public async weigh(
    memory: SourceMemory,
    works: readonly SpellingWork[],
    signal: AbortSignal | undefined,
    only: (suspect: Suspect) => boolean = () => true,
  ): Promise<(readonly WeighedSuspect[])[]> {
    const finder = this.finder();
    const found = works.map((work) => finder.find(work.job.textIds).filter(only));
    const rows = works.flatMap((work, index) =>
      (found[index] ?? []).flatMap((suspect) => {
        const counts = new Set(suspect.options.map(({ ids }) => ids.length));
        // Leaving the word out asks nothing.
        counts.delete(0);
        return [...counts].sort((one, other) => one - other).map((count): Row => ({ work, suspect, count }));
      }),
    );
    const scores = new Map<Suspect, (readonly number[])[]>();
    const size = ({ work, suspect, count }: Row): { tokens: number; slots: number } => {
      return { tokens: work.job.textIds.length - (suspect.end - suspect.start) + count, slots: count };
    };
    for (const group of runGroups(rows, size, memory.tokens, this.limits)) {
      await nextTurn(signal);
      await this.score(memory, group, scores);
    }
    return found.map((suspects) =>
      suspects.map((suspect) => {
        const own = scores.get(suspect) ?? [];
        const totals = suspect.options.map(({ prior }, option) => {
          return (own[option] ?? []).reduce((sum, score) => sum + score, 0) + prior;
        });
        return { suspect, scores: own, totals };
      }),
    );
  }

  /** Asks about rows in one run; puts the scores of the options' tokens into `scores`. */
  private async score(
    memory: SourceMemory,
    group: readonly Row[],
    scores: Map<Suspect, (readonly number[])[]>,
  ): Promise<void> {
    const options = group.map(({ suspect, count }) =>
      [...suspect.options.entries()].filter(([, { ids }]) => ids.length === count),
    );
    const width = Math.max(...options.map(({ length }) => length));
    const slots = group.flatMap(({ suspect, count }, row) =>
      Array.from({ length: count }, (_, place) => {
        const asked = options[row]?.map(([, { ids }]) => ids[place] ?? 0) ?? [];
        // As many for every slot of a run: the rest repeats one.
        const candidates = Array.from({ length: width }, (__, index) => asked[index] ?? asked[0] ?? 0);
        return { row, index: suspect.start + place, candidates };
      }),
    );
    const { candidateLogProbabilities } = await this.graph.refine(
      memory.gather(group.map(({ work }) => work.source)),
      group.map(({ work: { job }, suspect, count }) => {
        const masks = Array.from({ length: count }, () => this.maskId);
        const ids = [...job.textIds.slice(0, suspect.start), ...masks, ...job.textIds.slice(suspect.end)];
        return { ids: Int32Array.from(ids), position: job.source.targetPosition };
      }),
      slots,
    );
    let slot = 0;
    group.forEach(({ suspect, count }, row) => {
      const own = scores.get(suspect) ?? [];
      options[row]?.forEach(([option], index) => {
        own[option] = Array.from({ length: count }, (_, place) =>
          roundScore(candidateLogProbabilities[(slot + place) * width + index] ?? 0),
        );
      });
      scores.set(suspect, own);
      slot += count;
    });
  }
}

function corrected(textIds: readonly number[], suspects: readonly WeighedSuspect[]): SpeltToken[] {
  const tokens = textIds.map((id): SpeltToken => ({ id }));
  for (const { suspect, scores: own, totals } of [...suspects].reverse()) {
    const best = totals.indexOf(Math.max(...totals));
    if (best === 0 || (totals[best] ?? 0) - (totals[0] ?? 0) < suspect.margin) continue;
    const replacement = (suspect.options[best]?.ids ?? []).map((id, place): SpeltToken => {
      return { id, score: own[best]?.[place] ?? 0 };
    });
    tokens.splice(suspect.start, suspect.end - suspect.start, ...replacement);
  }
  return tokens;
}
