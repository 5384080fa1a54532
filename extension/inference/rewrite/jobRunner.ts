import type { Manifest } from '../../core/model/manifest.js';
import type { RewriteListeners, RewriteParameters } from '../../core/protocol/protocol.js';
import { planBatches } from '../decoding/batches.js';
import type { SentenceSettings } from '../decoding/decodingStrategy.js';
import type { JobAnswers, RewriteJob } from '../decoding/rewriteJob.js';
import type { TranslationSettings } from '../decoding/translationSettings.js';
import type { SentenceAnswers } from './sentenceAnswers.js';

export interface RewriteOptions extends RewriteListeners {
  /** Task of the manifest that the instruction names, if it is one. */
  readonly task?: string | undefined;
  /** Where the task is a translation, what it starts from. */
  readonly translation?: TranslationSettings | undefined;
}

/** Jobs that are decoded before those of the next group. */
export interface JobGroup {
  readonly jobs: readonly RewriteJob[];
  /** Called when all answers are there, with those of earlier groups. */
  readonly finished?: (answers: ReadonlyMap<RewriteJob, JobAnswers>) => void;
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

  /**
   * @param counts sentences that each job stands for, for the progress; one each if absent
   * @throws DOMException `AbortError`
   */
  public run(
    groups: readonly JobGroup[],
    wishes: DecodingWishes,
    options: RewriteOptions,
    counts?: ReadonlyMap<RewriteJob, number>,
  ): Promise<ReadonlyMap<RewriteJob, JobAnswers>> {
    const { lengthBeam = this.manifest.defaults.lengthBeam } = wishes;
    const { targetLength, lengthFactor = 1, lengthRelativeTo } = wishes;
    const target = ({ textIds }: RewriteJob): number =>
      targetLength ?? Math.ceil(textIds.length * expectedGrowth * Math.max(1, lengthFactor));
    const sizes = { lengthBeam, targetLength, lengthFactor, lengthRelativeTo };
    const settings = { ...this.settings(wishes, options), ...sizes };
    const candidates = targetLength === undefined ? lengthBeam : 1;
    const size = { target, candidates };
    return this.runBatches(groups, settings, size, wishes.alternatives ?? 0, options.onPass, counts);
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
    const groups = [{ jobs: [...lengths.keys()] }];
    return this.runBatches(groups, settings, { target, candidates }, 0, undefined);
  }

  private settings(
    wishes: DecodingWishes,
    { task, translation, signal }: RewriteOptions,
  ): Omit<SentenceSettings, 'lengthBeam'> {
    const { iterations, stopConfidence } = this.manifest.defaults;
    return { iterations: wishes.iterations ?? iterations, stopConfidence, task, translation, signal };
  }

  private async runBatches(
    groups: readonly JobGroup[],
    settings: SentenceSettings,
    size: BatchSize,
    alternatives: number,
    onPass: RewriteListeners['onPass'],
    counts?: ReadonlyMap<RewriteJob, number>,
  ): Promise<ReadonlyMap<RewriteJob, JobAnswers>> {
    const planned = groups.map(({ jobs, finished }) => ({ batches: this.batches(jobs, size), finished }));
    const batches = planned.reduce((sum, group) => sum + group.batches.length, 0);
    const weigh = (jobs: readonly RewriteJob[]): number =>
      jobs.reduce((sum, job) => sum + (counts?.get(job) ?? 1), 0);
    const all = weigh(groups.flatMap(({ jobs }) => jobs));
    const answers = new Map<RewriteJob, JobAnswers>();
    const passes = settings.iterations;
    let [batch, done] = [0, 0];
    for (const group of planned) {
      for (const members of group.batches) {
        batch++;
        const told = (pass: number): void => {
          const finished = pass >= passes ? done + weigh(members) : done;
          onPass?.({ pass, passes, batch, batches, sentences: { done: finished, all } });
        };
        const decoded = await this.decoder.decode(
          members,
          { ...settings, onPass: onPass && told },
          alternatives,
        );
        members.forEach((job, member) => {
          const own = decoded[member];
          if (own) answers.set(job, own);
        });
        done += weigh(members);
      }
      group.finished?.(answers);
    }
    return answers;
  }

  private batches(jobs: readonly RewriteJob[], size: BatchSize): RewriteJob[][] {
    const { targetTokens } = this.manifest.limits;
    const sizes = jobs.map((job) => ({
      source: job.source.ids.length,
      target: Math.min(targetTokens, size.target(job)),
      candidates: size.candidates,
    }));
    return planBatches(sizes, this.batchTokens).map((batch) => batch.flatMap((job) => jobs[job] ?? []));
  }
}

/** What batches are measured by. */
interface BatchSize {
  readonly target: (job: RewriteJob) => number;
  readonly candidates: number;
}
