import type { Manifest } from '../../core/model/manifest.js';
import type { Decoding } from '../decoding/decoding.js';
import { runGroups, type RunLimits } from '../decoding/runGroups.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import { runLimits } from '../decoding/runLimits.js';
import { roundScore } from '../decoding/score.js';
import type { StepGraph, TargetRow, TargetSlot } from '../runtime/stepGraph.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { TableDraft } from './draftDecoder.js';

/** So many masked copies of a draft are run: in copy k every token whose index is k modulo this is masked. */
const copies = 3;

interface MaskedDraft {
  readonly draft: number;
  readonly ids: readonly number[];
  readonly masked: readonly number[];
}

/**
 * Ranks the drafts of the tables by what the model says of them: the tables know phrases, the model sees the whole
 * sentence. Its score is the pseudo-log-likelihood (Salazar et al. 2020), a third of the tokens masked at a time.
 */
export class DraftJudge {
  /** @param weight of the model's score beside that of the tables */
  public constructor(
    private readonly graph: StepGraph,
    private readonly encode: (text: string) => readonly number[],
    private readonly mask: number,
    private readonly longest: number,
    private readonly limits: RunLimits,
    private readonly weight: number,
  ) {}

  /** The drafts, best first; as they are where there is nothing to choose or one is too long for the model. */
  public async rank(job: RewriteJob, drafts: readonly TableDraft[]): Promise<readonly TableDraft[]> {
    const encoded = drafts.map(({ text }) => this.encode(text));
    if (drafts.length < 2 || encoded.some(({ length }) => length === 0 || length > this.longest))
      return drafts;
    const { memory } = await this.graph.encode([job.source]);
    const scores = new Array<number>(drafts.length).fill(0);
    const rows = encoded.flatMap((ids, draft) => maskedCopies(draft, ids));
    const size = ({ ids, masked }: MaskedDraft): { tokens: number; slots: number } => {
      return { tokens: ids.length, slots: masked.length };
    };
    for (const group of runGroups(rows, size, memory.tokens, this.limits)) {
      const targets = group.map((row): TargetRow => this.target(row, job.source.targetPosition));
      const slots = group.flatMap(({ ids, masked }, row) =>
        masked.map((index): TargetSlot => ({ row, index, candidates: [ids[index] ?? 0] })),
      );
      const found = await this.graph.refine(memory.gather(group.map(() => 0)), targets, slots);
      slots.forEach(({ row }, index) => {
        const draft = group[row]?.draft ?? 0;
        const score = roundScore(found.candidateLogProbabilities[index] ?? 0);
        scores[draft] = (scores[draft] ?? 0) + score;
      });
    }
    return drafts
      .map(({ text, score }, index) => ({ text, score: score + this.weight * (scores[index] ?? 0) }))
      .sort((one, other) => other.score - one.score);
  }

  private target({ ids, masked }: MaskedDraft, position: number): TargetRow {
    const shown = Int32Array.from(ids);
    for (const index of masked) shown[index] = this.mask;
    return { ids: shown, position };
  }
}

function maskedCopies(draft: number, ids: readonly number[]): MaskedDraft[] {
  return [...Array(Math.min(copies, ids.length)).keys()].map((offset) => {
    const masked = [...ids.keys()].filter((index) => index % copies === offset);
    return { draft, ids, masked };
  });
}

/** The judge of a model whose manifest gives its score a weight; undefined where the tables decide alone. */
export function createDraftJudge({
  manifest,
  tokenizer,
  graph,
  decoding,
}: {
  readonly manifest: Manifest;
  readonly tokenizer: Pick<Tokenizer, 'encode'>;
  readonly graph: StepGraph;
  readonly decoding?: Decoding;
}): DraftJudge | undefined {
  const weight = manifest.drafts?.modelWeight ?? 0;
  // A server that decodes as a whole scores no text that it did not write.
  if (weight === 0 || decoding !== undefined) return undefined;
  return new DraftJudge(
    graph,
    (text) => [...tokenizer.encode(text)],
    manifest.specialTokens.mask,
    manifest.limits.targetTokens,
    runLimits(manifest),
    weight,
  );
}
