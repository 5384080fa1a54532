import type { Manifest } from '../../core/model/manifest.js';
import type { DecodedCandidate } from '../decoding/candidate.js';
import type { DecodingStrategy, SentenceSettings } from '../decoding/decodingStrategy.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import type { RunLimits } from '../decoding/runGroups.js';
import type { EncodedSources } from '../runtime/stepGraph.js';
import type { Speller } from '../spelling/speller.js';
import { Reviser, type RevisingGraph, type RevisionWork } from './reviser.js';
import { RevisionDraft } from './revisionDraft.js';

export type RevisionSettings = NonNullable<Manifest['revision']>;

/** Revision of the text itself, for tasks whose answers share most of it. */
export class RevisionStrategy implements DecodingStrategy {
  private readonly reviser: Reviser;

  /**
   * @param fallback for texts that are longer than an answer may be
   * @param speller corrects the spelling first, if given
   */
  public constructor(
    graph: RevisingGraph,
    private readonly fallback: DecodingStrategy,
    private readonly manifest: Pick<Manifest, 'length' | 'limits' | 'specialTokens'>,
    settings: RevisionSettings,
    limits: RunLimits,
    private readonly speller?: Speller,
  ) {
    this.reviser = new Reviser(graph, manifest, settings, limits);
  }

  /** See `DecodingStrategy.propose`: one answer for each job. */
  public async propose(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): Promise<readonly (readonly DecodedCandidate[])[]> {
    const { targetTokens } = this.manifest.limits;
    const tooLong = [...jobs.keys()].filter((index) => (jobs[index]?.textIds.length ?? 0) > targetTokens);
    const works = jobs.flatMap((job, source): RevisionWork[] => {
      if (tooLong.includes(source)) return [];
      return [{ job, source, draft: new RevisionDraft(job.textIds) }];
    });
    let passes = 0;
    const onPasses = (count: number): void => {
      settings.onPass?.(Math.min((passes += count), settings.iterations));
    };
    if (this.speller) {
      const spelt = await this.speller.correct(encoded.memory, works, settings.signal);
      works.forEach(({ draft }, index) => draft.begin(spelt[index]));
      if (spelt.some(({ asked }) => asked)) onPasses(1);
    }
    await this.reviser.revise(works, encoded, { signal: settings.signal, onPasses });
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
}
