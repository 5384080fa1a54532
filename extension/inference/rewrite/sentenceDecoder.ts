import type { Manifest } from '../../core/model/manifest.js';
import type { Restored } from '../../core/text/protect.js';
import type { CandidateDecoder } from '../decoding/candidateDecoder.js';
import type { CandidateRequest, DecodedCandidate } from '../decoding/candidate.js';
import type { DecodingStrategies } from '../decoding/decodingStrategies.js';
import type { SentenceSettings } from '../decoding/decodingStrategy.js';
import { oneLine } from '../decoding/oneLine.js';
import { pinCopies } from '../decoding/pins.js';
import type { JobAnswers, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';
import type { EncodedSources, StepGraph } from '../runtime/stepGraph.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { soundAnswers } from './soundAnswers.js';
import { nextTurn } from '../decoding/turn.js';

/** Lengths that are tried beyond the alternatives wanted: some give the same answer, or lose a span. */
const spareLengths = 2;

/** A job's answers as the model gave them, best first. */
export interface Ranked {
  readonly job: RewriteJob;
  /** Index of its source in the batch. */
  readonly source: number;
  readonly answers: readonly DecodedCandidate[];
}

/** Decodes a batch of sentences, and sees to it that no protected span is lost. */
export class SentenceDecoder {
  public constructor(
    private readonly graph: StepGraph,
    private readonly strategies: DecodingStrategies,
    private readonly candidates: CandidateDecoder,
    private readonly tokenizer: Tokenizer,
    private readonly manifest: Pick<Manifest, 'specialTokens'>,
    private readonly text: TextPipeline,
  ) {}

  /**
   * @param alternatives how many answers are wanted beside the best; they do not change which that is
   * @returns the answers to each job, in that order
   * @throws DOMException `AbortError`
   */
  public async decode(
    jobs: readonly RewriteJob[],
    settings: SentenceSettings,
    alternatives = 0,
  ): Promise<JobAnswers[]> {
    const { encoded, ranked } = await this.rank(jobs, settings);
    const intact = ranked.map((one) => this.intact(one.job, one.answers));
    const sound = ranked.map(({ job, source }) => soundAnswers(job, intact[source] ?? [], settings.guard));
    const failed = ranked.filter(({ source }) => intact[source]?.length === 0);
    const repaired = await this.repair(encoded, failed, settings);
    const further = alternatives > 0 ? await this.further(jobs, encoded, settings, alternatives) : [];
    return ranked.map((one, source): JobAnswers => {
      const { answers, failure } = sound[source] ?? { answers: [], failure: undefined };
      const best = answers[0] ?? soundAnswers(one.job, repaired.get(source) ?? [], settings.guard).answers[0];
      const more = soundAnswers(one.job, this.intact(one.job, further[source] ?? []), settings.guard);
      const others = [...answers, ...more.answers];
      const passes = Math.max(0, ...one.answers.map((answer) => answer.passes));
      return {
        best,
        others: distinct(others).filter(({ output }) => output !== best?.output),
        passes: best?.warning === 'pinned' ? best.candidate.passes : passes,
        ...(!best && { warning: failure ?? this.reason(one) }),
      };
    });
  }

  /**
   * What the model itself answers, before anyone looks at protected spans.
   * @throws DOMException `AbortError`
   */
  public async rank(
    jobs: readonly RewriteJob[],
    settings: SentenceSettings,
  ): Promise<{ readonly encoded: EncodedSources; readonly ranked: readonly Ranked[] }> {
    await nextTurn(settings.signal);
    const encoded = await this.graph.encode(jobs.map(({ source }) => source));
    const proposed = await this.strategies.for(settings).propose(jobs, encoded, settings);
    const ranked = jobs.map((job, source) => {
      // The sort is stable: of equal scores the more probable length stays first.
      const answers = [...(proposed[source] ?? [])].sort((first, second) => second.score - first.score);
      return { job, source, answers };
    });
    return { encoded, ranked };
  }

  /** Answers of further lengths. A run of their own: in a quantised graph neighbours could change the answer itself. */
  private further(
    jobs: readonly RewriteJob[],
    encoded: EncodedSources,
    settings: SentenceSettings,
    alternatives: number,
  ): Promise<readonly (readonly DecodedCandidate[])[]> {
    const { general } = this.strategies;
    const decoded = this.strategies.for(settings) === general ? settings.lengthBeam : 0;
    return general.propose(jobs, encoded, {
      ...settings,
      skippedLengths: decoded,
      usualBeam: settings.lengthBeam,
      lengthBeam: Math.max(0, alternatives + 1 + spareLengths - decoded),
      onPass: lastPass(settings),
    });
  }

  /** The answers that neither lost nor doubled a protected span, mixed up pairs, or say nothing; best first. */
  private intact(job: RewriteJob, answers: readonly DecodedCandidate[]): RewriteAnswer[] {
    return distinct(answers.flatMap((candidate) => this.intactAnswer(job, candidate) ?? []));
  }

  private intactAnswer(job: RewriteJob, candidate: DecodedCandidate): RewriteAnswer | undefined {
    const wording = this.wording(job, candidate);
    const restored = job.sentence.restore(wording);
    return this.text.isIntact(restored) && restored.text !== ''
      ? { output: restored.text, wording, candidate }
      : undefined;
  }

  private wording({ sentence, textIds }: RewriteJob, { ids }: DecodedCandidate): string {
    // The same tokens are the same text: what the tokenizer does not tell apart (white space, say) stays as it was.
    const same = ids.length === textIds.length && textIds.every((id, index) => id === ids[index]);
    return same ? sentence.text : oneLine(this.tokenizer.decode([...ids]));
  }

  private restore(job: RewriteJob, candidate: DecodedCandidate): Restored {
    return job.sentence.restore(this.wording(job, candidate));
  }

  /** Decodes failed sentences once more with their copy-tokens pinned. */
  private async repair(
    encoded: EncodedSources,
    failed: readonly Ranked[],
    settings: SentenceSettings,
  ): Promise<ReadonlyMap<number, readonly RewriteAnswer[]>> {
    const repairs = failed.flatMap((ranked) => {
      const request = this.pinnedRequest(ranked);
      return request ? [{ ranked, request }] : [];
    });
    const requests = repairs.map(({ request }) => request);
    const passes = { ...settings, onPass: lastPass(settings) };
    const decoded = await this.candidates.decode(encoded.memory, requests, passes);
    const results = new Map<number, readonly RewriteAnswer[]>();
    repairs.forEach(({ ranked }, index) => {
      const candidate = decoded[index];
      const answer = candidate && this.intactAnswer(ranked.job, candidate);
      if (answer) results.set(ranked.source, [{ ...answer, warning: 'pinned' }]);
    });
    return results;
  }

  private pinnedRequest({ job, source, answers }: Ranked): CandidateRequest | undefined {
    const { copies } = job.sentence;
    const copyIds = copies.flatMap(({ index }) => this.manifest.specialTokens.copy[index] ?? []);
    const best = answers[0];
    if (!best || copyIds.length === 0) return undefined;
    const pins = pinCopies(job.textIds, copyIds, best, !this.restore(job, best).misnested);
    return pins && { source, position: job.source.targetPosition, length: best.ids.length, pins };
  }

  /** Why no answer to a job could be used. */
  private reason({ job, answers }: Ranked): NonNullable<JobAnswers['warning']> {
    if (job.sentence.copies.length === 0) return 'nothing-to-rewrite';
    const best = answers[0];
    const restored = best && this.restore(job, best);
    const lost = restored ? [...restored.lost, ...restored.duplicated] : job.sentence.copies;
    return lost.some(({ index }) => job.terms.has(index)) ? 'term-missing' : 'protected-span-lost';
  }
}

/** The passes of repairs and alternatives are told as the last one again: a progress never goes back. */
function lastPass({ onPass, iterations }: SentenceSettings): ((pass: number) => void) | undefined {
  return onPass && (() => onPass(iterations));
}

/** Best first, each wording once. */
function distinct(answers: readonly RewriteAnswer[]): RewriteAnswer[] {
  const sorted = [...answers].sort((first, second) => second.candidate.score - first.candidate.score);
  return sorted.filter(({ output }, index) => {
    return sorted.findIndex((other) => other.output === output) === index;
  });
}
