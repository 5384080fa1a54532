import type { DraftRevision, Manifest } from '../../core/model/manifest.js';
import { type Decoding, stepwiseDecoding } from '../decoding/decoding.js';
import type { DecodingStrategy, SentenceSettings } from '../decoding/decodingStrategy.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import { runLimits } from '../decoding/runLimits.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { TableDraft } from './draftDecoder.js';
import { DraftJudge, type EncodedDraft } from './draftJudge.js';
import { finished, revisedText } from './revisedText.js';
import { isRevising, Reviser } from './reviser.js';
import { RevisionDraft } from './revisionDraft.js';
import { type ScoredSource, TargetScorer } from './targetScorer.js';

/** A translation that started from a draft, or that was compared with one. */
export interface EditedDraft extends EncodedDraft {
  /** Passes of the model that went into it. */
  readonly passes: number;
  /** What the model did: it changed a draft, or wrote by itself. */
  readonly change?: 'revised' | 'own';
}

interface Proposal {
  readonly ids: readonly number[];
  readonly text: string;
  readonly passes: number;
  readonly change: 'revised' | 'own';
  readonly margin: number;
}

/** The settings of a manifest that only says that drafts are to be revised. */
const usualRevision: DraftRevision = {
  threshold: 0.5,
  rounds: 1,
  acceptance: -1.5,
  deletion: -1.5,
  lengthWeight: 0.2,
  shorter: 1,
  longer: 2,
  margin: 0.5,
  ownLengths: 0,
  ownMargin: 2,
};

/**
 * Lets the model work on the drafts of a sentence: it ranks them, revises the best one, and may write one of its own.
 * Only what it finds clearly more probable than the draft takes its place. `models/decoding/drafting.py` is the
 * reference.
 */
export class DraftEditor {
  public constructor(
    private readonly graph: StepGraph,
    private readonly tokenizer: Pick<Tokenizer, 'encode' | 'decode' | 'spell'>,
    private readonly judge: DraftJudge,
    private readonly scorer: TargetScorer,
    private readonly longest: number,
    private readonly revision:
      | { readonly settings: DraftRevision; readonly reviser: Reviser; readonly own: DecodingStrategy }
      | undefined,
  ) {}

  /**
   * @param drafts best first
   * @param language of the drafts, as a primary subtag
   * @returns the translations, best first; all drafts are among them
   * @throws DOMException `AbortError`
   */
  public async edit(
    job: RewriteJob,
    drafts: readonly TableDraft[],
    language: string,
    settings: SentenceSettings,
  ): Promise<readonly EditedDraft[]> {
    const { signal } = settings;
    const encoded = drafts.map((draft) => ({ ...draft, ids: this.tokenizer.encode(draft.text) }));
    const source: ScoredSource = {
      encoded: await this.graph.encode([job.source]),
      source: 0,
      position: job.source.targetPosition,
    };
    const ranked = await this.judge.rank(source, encoded, signal);
    const edited = ranked.map((draft): EditedDraft => ({ ...draft, passes: 0 }));
    const [best] = ranked;
    if (!best || !this.revision || best.ids.length === 0 || best.ids.length > this.longest) return edited;
    const proposals = [
      ...(await this.revised(job, source, best, language, signal)),
      ...(await this.own(job, source, best, language, settings)),
    ];
    const accepted = await this.better(source, best, proposals, signal);
    return [...accepted, ...edited.filter(({ text }) => accepted.every((other) => other.text !== text))];
  }

  private async revised(
    job: RewriteJob,
    { encoded, source }: ScoredSource,
    best: EncodedDraft,
    language: string,
    signal: AbortSignal | undefined,
  ): Promise<Proposal[]> {
    if (!this.revision) return [];
    const draft = new RevisionDraft(best.ids);
    await this.revision.reviser.revise([{ job, source, draft }], encoded, { signal });
    const text = revisedText(this.tokenizer, best.text, best.ids, draft, language);
    const { margin } = this.revision.settings;
    return [{ ids: draft.ids, text, passes: draft.passes, change: 'revised', margin }];
  }

  private async own(
    job: RewriteJob,
    { encoded }: ScoredSource,
    best: EncodedDraft,
    language: string,
    settings: SentenceSettings,
  ): Promise<Proposal[]> {
    const { ownLengths = 0, ownMargin = 0 } = this.revision?.settings ?? {};
    if (!this.revision || ownLengths === 0) return [];
    const asked = { ...settings, lengthBeam: ownLengths, onPass: undefined };
    const [found = []] = await this.revision.own.propose([job], encoded, asked);
    return found.map(({ ids, passes }) => {
      const text = finished(this.tokenizer.decode([...ids]), best.text, language);
      return { ids: [...ids], text, passes, change: 'own', margin: ownMargin };
    });
  }

  /** Those that the model finds more probable than the best draft by their margin, best first. */
  private async better(
    source: ScoredSource,
    best: EncodedDraft,
    proposals: readonly Proposal[],
    signal: AbortSignal | undefined,
  ): Promise<EditedDraft[]> {
    const changed = proposals.filter(
      ({ ids, text }, index) =>
        text !== best.text &&
        ids.length > 0 &&
        !isSame(ids, best.ids) &&
        proposals.findIndex((other) => other.text === text) === index,
    );
    if (changed.length === 0) return [];
    const targets = [best.ids, ...changed.map(({ ids }) => ids)];
    const [draftScore = 0, ...scores] = await this.scorer.logLikelihoods(source, targets, signal);
    return changed
      .map((proposal, index) => ({ ...proposal, gain: (scores[index] ?? 0) - draftScore - proposal.margin }))
      .filter(({ gain }) => gain >= 0)
      .sort((one, other) => other.gain - one.gain)
      .map(({ margin: _, gain, ...found }) => ({ ...found, score: best.score + gain }));
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

/** The editor of a model whose manifest lets it work on drafts; undefined where the tables decide alone. */
export function createDraftEditor({
  manifest,
  tokenizer,
  graph,
  decoding,
}: {
  readonly manifest: Manifest;
  readonly tokenizer: Pick<Tokenizer, 'encode' | 'decode' | 'spell'>;
  readonly graph: StepGraph;
  readonly decoding?: Decoding;
}): DraftEditor | undefined {
  const { drafts, limits } = manifest;
  // A server that decodes as a whole scores no text that it did not write.
  if (!drafts || decoding !== undefined) return undefined;
  const settings = drafts.revise === true ? usualRevision : drafts.revise;
  const revises = settings !== false && isRevising(graph);
  if (drafts.modelWeight === 0 && (drafts.soundWeight ?? 0) === 0 && !revises) return undefined;
  const ofRun = runLimits(manifest);
  const scorer = new TargetScorer(graph, manifest.specialTokens, ofRun);
  const judge = new DraftJudge(scorer, limits.targetTokens, drafts);
  const revision = revises
    ? {
        settings,
        reviser: new Reviser(graph, manifest, settings, ofRun),
        own: stepwiseDecoding(manifest, graph).lengthBeam,
      }
    : undefined;
  return new DraftEditor(graph, tokenizer, judge, scorer, limits.targetTokens, revision);
}
