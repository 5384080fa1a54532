import type { Manifest } from '../../core/model/manifest.js';
import type { PassProgress, RewriteParameters } from '../../core/protocol/protocol.js';
import { planBatches } from '../decoding/batches.js';
import type { SentenceSettings } from '../decoding/decodingStrategy.js';
import type { JobAnswers, RewriteJob } from '../decoding/rewriteJob.js';
import type { TranslationSettings } from '../decoding/translationSettings.js';
import type { SentenceAnswers } from './sentenceAnswers.js';

export interface RewriteOptions {
  /** Task of the manifest that the instruction names, if it is one. */
  readonly task?: string | undefined;
  /** Where the task is a translation, what it starts from. */
  readonly translation?: TranslationSettings | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPass?: ((progress: PassProgress) => void) | undefined;
}

/** The wishes of a request that concern decoding. */
export type DecodingWishes = Pick<
  RewriteParameters,
  'iterations' | 'lengthBeam' | 'targetLength' | 'lengthFactor' | 'lengthRelativeTo' | 'alternatives'
>;

/** Answers are seldom longer than this, measured in their text's tokens; an estimate for the size of batches only. */
const expectedGrowth = 1.25;

/** Decodes sentences in batches. */
export class JobRunner {
  public constructor(
    private readonly manifest: Pick<Manifest, 'defaults' | 'limits'>,
    private readonly decoder: SentenceAnswers,
    /** Source and target tokens of a batch, padding included. */
    private readonly batchTokens: number,
  ) {}

  /** @throws DOMException `AbortError` */
  public run(
    jobs: readonly RewriteJob[],
    wishes: DecodingWishes,
    options: RewriteOptions,
  ): Promise<ReadonlyMap<RewriteJob, JobAnswers>> {
    const { lengthBeam = this.manifest.defaults.lengthBeam } = wishes;
    const { targetLength, lengthFactor = 1, lengthRelativeTo } = wishes;
    const target = ({ textIds }: RewriteJob): number =>
      targetLength ?? Math.ceil(textIds.length * expectedGrowth * Math.max(1, lengthFactor));
    const sizes = { lengthBeam, targetLength, lengthFactor, lengthRelativeTo };
    const settings = { ...this.settings(wishes, options), ...sizes };
    const candidates = targetLength === undefined ? lengthBeam : 1;
    return this.runBatches(jobs, settings, { target, candidates }, wishes.alternatives ?? 0, options.onPass);
  }

  /**
   * Decodes at given lengths, in tokens; at least one job and one length each.
   * @throws DOMException `AbortError`
   */
  public runAt(
    lengths: ReadonlyMap<RewriteJob, readonly number[]>,
    wishes: DecodingWishes,
    options: RewriteOptions,
  ): Promise<ReadonlyMap<RewriteJob, JobAnswers>> {
    const of = (job: RewriteJob): readonly number[] => lengths.get(job) ?? [];
    const target = (job: RewriteJob): number => Math.max(...of(job));
    const candidates = Math.max(...[...lengths.values()].map(({ length }) => length));
    const settings = { ...this.settings(wishes, options), lengthBeam: 1, lengths: of };
    return this.runBatches([...lengths.keys()], settings, { target, candidates }, 0, undefined);
  }

  private settings(
    wishes: DecodingWishes,
    { task, translation, signal }: RewriteOptions,
  ): Omit<SentenceSettings, 'lengthBeam'> {
    const { iterations, stopConfidence } = this.manifest.defaults;
    return { iterations: wishes.iterations ?? iterations, stopConfidence, task, translation, signal };
  }

  private async runBatches(
    jobs: readonly RewriteJob[],
    settings: SentenceSettings,
    size: { readonly target: (job: RewriteJob) => number; readonly candidates: number },
    alternatives: number,
    onPass: RewriteOptions['onPass'],
  ): Promise<ReadonlyMap<RewriteJob, JobAnswers>> {
    const { targetTokens } = this.manifest.limits;
    const sizes = jobs.map((job) => ({
      source: job.source.ids.length,
      target: Math.min(targetTokens, size.target(job)),
      candidates: size.candidates,
    }));
    const batches = planBatches(sizes, this.batchTokens);
    const answers = new Map<RewriteJob, JobAnswers>();
    for (const [index, batch] of batches.entries()) {
      const members = batch.flatMap((job) => jobs[job] ?? []);
      const passes = settings.iterations;
      const told =
        onPass && ((pass: number) => onPass({ pass, passes, batch: index + 1, batches: batches.length }));
      const decoded = await this.decoder.decode(members, { ...settings, onPass: told }, alternatives);
      members.forEach((job, member) => {
        const own = decoded[member];
        if (own) answers.set(job, own);
      });
    }
    return answers;
  }
}
