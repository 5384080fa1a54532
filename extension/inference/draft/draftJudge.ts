import type { Manifest } from '../../core/model/manifest.js';
import type { TableDraft } from './draftDecoder.js';
import type { ScoredSource, TargetScorer } from './targetScorer.js';

/** So many tokens are compared where the manifest does not say. */
const usualTokens = 480;
/** Of however long a sentence, so many drafts are compared. */
const leastDrafts = 2;

export type JudgeSettings = Pick<
  NonNullable<Manifest['drafts']>,
  'best' | 'modelWeight' | 'soundWeight' | 'judgedTokens'
>;

/** A draft with the tokens that it is to the model. */
export interface EncodedDraft extends TableDraft {
  readonly ids: readonly number[];
}

/**
 * Ranks the drafts of the tables by what the model says of them: the tables know phrases, the model sees the whole
 * sentence.
 */
export class DraftJudge {
  /** @param longest most tokens of a target */
  public constructor(
    private readonly scorer: Pick<TargetScorer, 'logLikelihoods' | 'soundness'>,
    private readonly longest: number,
    private readonly settings: JudgeSettings,
  ) {}

  /**
   * The drafts, best first. The first of them are compared, as many as the settings allow; the others keep their order
   * behind them. As they are where there is nothing to choose, or where one is too long for the model.
   */
  public async rank(
    source: ScoredSource,
    drafts: readonly EncodedDraft[],
    signal?: AbortSignal,
  ): Promise<readonly EncodedDraft[]> {
    const { modelWeight, soundWeight = 0 } = this.settings;
    const judged = drafts.slice(0, this.count(drafts));
    const targets = judged.map(({ ids }) => ids);
    if (judged.length < 2 || targets.some(({ length }) => length === 0 || length > this.longest))
      return drafts;
    const none = judged.map(() => 0);
    const likely = modelWeight > 0 ? await this.scorer.logLikelihoods(source, targets, signal) : none;
    const sound = soundWeight > 0 ? await this.scorer.soundness(source, targets, signal) : none;
    const ranked = judged
      .map((draft, index) => {
        const own = modelWeight * (likely[index] ?? 0) + soundWeight * (sound[index] ?? 0);
        return { ...draft, score: draft.score + own };
      })
      .sort((one, other) => other.score - one.score);
    return [...ranked, ...drafts.slice(judged.length)];
  }

  private count(drafts: readonly EncodedDraft[]): number {
    const { best, judgedTokens = usualTokens } = this.settings;
    const longest = Math.max(1, ...drafts.slice(0, best).map(({ ids }) => ids.length));
    return Math.min(best, Math.max(leastDrafts, Math.floor(judgedTokens / longest)));
  }
}
