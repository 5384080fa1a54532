import type { Manifest } from '../core/manifest.js';
import type { CandidateRequest, DecodedCandidate } from './candidate.js';
import { likelyLengths } from './lengthBeam.js';
import type { DecodeSettings, MaskPredict } from './maskPredict.js';
import { pinCopies } from './pins.js';
import type { RewriteAnswer, RewriteJob } from './rewriteJob.js';
import type { EncodedSources, StepGraph } from './stepGraph.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from './tokenizer.js';
import { nextTurn } from './turn.js';

export interface SentenceSettings extends DecodeSettings {
  readonly lengthBeam: number;
  /** Forces the number of target tokens. */
  readonly targetLength?: number | undefined;
}

/** A job's answers of different lengths, best first. */
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
    private readonly maskPredict: MaskPredict,
    private readonly tokenizer: Tokenizer,
    private readonly manifest: Pick<Manifest, 'length' | 'limits' | 'specialTokens'>,
    private readonly text: TextPipeline,
  ) {}

  /**
   * @returns one answer for each job, in that order
   * @throws DOMException `AbortError`
   */
  public async decode(jobs: readonly RewriteJob[], settings: SentenceSettings): Promise<RewriteAnswer[]> {
    const { encoded, ranked } = await this.rank(jobs, settings);
    const answers = ranked.map((one) => this.firstIntact(one));
    const failed = ranked.filter((_, index) => answers[index] === undefined);
    const repaired = await this.repair(encoded, failed, settings);
    return answers.map((answer, source) => {
      const found = answer ?? repaired.get(source);
      if (!found) throw new Error('a sentence has no answer');
      return found;
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
    const requests = jobs.map((job, source) => this.requests(job, source, encoded, settings));
    const decoded = await this.maskPredict.decode(encoded.memory, requests.flat(), settings);
    let next = 0;
    const ranked = jobs.map((job, source) => {
      const own = decoded.slice(next, (next += requests[source]?.length ?? 0));
      // The sort is stable: of equal scores the more probable length stays first.
      return { job, source, answers: own.sort((first, second) => second.score - first.score) };
    });
    return { encoded, ranked };
  }

  private requests(
    { source }: RewriteJob,
    index: number,
    encoded: EncodedSources,
    settings: SentenceSettings,
  ): CandidateRequest[] {
    const { lengthBeam, targetLength } = settings;
    const logits = encoded.lengthLogits[index] ?? new Float32Array(0);
    const lengths =
      targetLength === undefined
        ? likelyLengths(logits, source.textTokens, this.manifest, lengthBeam)
        : [targetLength];
    return lengths.map((length) => ({ source: index, position: source.targetPosition, length }));
  }

  private firstIntact({ job, answers }: Ranked): RewriteAnswer | undefined {
    const passes = Math.max(...answers.map((answer) => answer.passes));
    for (const answer of answers) {
      const output = this.restore(job, answer);
      if (output !== undefined) return { output, ...figures(answer), passes };
    }
    return undefined;
  }

  /** The text of an answer, unless it lost or doubled a protected span, mixed up pairs, or says nothing. */
  private restore({ sentence }: RewriteJob, answer: DecodedCandidate): string | undefined {
    const restored = sentence.restore(oneLine(this.tokenizer.decode([...answer.ids])));
    return this.text.isIntact(restored) && restored.text !== '' ? restored.text : undefined;
  }

  /** Decodes failed sentences once more with their copy-tokens pinned; leaves them as they are if that fails too. */
  private async repair(
    encoded: EncodedSources,
    failed: readonly Ranked[],
    settings: SentenceSettings,
  ): Promise<ReadonlyMap<number, RewriteAnswer>> {
    const results = new Map<number, RewriteAnswer>();
    const repairs: { readonly ranked: Ranked; readonly request: CandidateRequest }[] = [];
    for (const ranked of failed) {
      const request = this.pinnedRequest(ranked);
      if (request) repairs.push({ ranked, request });
      else results.set(ranked.source, unchanged(ranked));
    }
    // The passes of a repair are told as the last one again: a progress never goes back.
    const onPass = settings.onPass && (() => settings.onPass?.(settings.iterations));
    const requests = repairs.map(({ request }) => request);
    const decoded = await this.maskPredict.decode(encoded.memory, requests, { ...settings, onPass });
    repairs.forEach(({ ranked }, index) => {
      const answer = decoded[index];
      const output = answer && this.restore(ranked.job, answer);
      results.set(
        ranked.source,
        output === undefined
          ? unchanged(ranked)
          : { output, ...figures(answer as DecodedCandidate), warning: 'pinned' },
      );
    });
    return results;
  }

  private pinnedRequest({ job, source, answers }: Ranked): CandidateRequest | undefined {
    const { copies } = job.sentence;
    const copyIds = copies.flatMap(({ index }) => this.manifest.specialTokens.copy[index] ?? []);
    const best = answers[0];
    if (!best || copyIds.length === 0) return undefined;
    const restored = job.sentence.restore(this.tokenizer.decode([...best.ids]));
    const pins = pinCopies(job.textIds, copyIds, best, !restored.misnested);
    return pins && { source, position: job.source.targetPosition, length: best.ids.length, pins };
  }
}

function figures(answer: DecodedCandidate): Pick<RewriteAnswer, 'score' | 'tokens' | 'passes'> {
  return { score: answer.score, tokens: answer.ids.length, passes: answer.passes };
}

function unchanged({ job, answers }: Ranked): RewriteAnswer {
  const passes = answers[0]?.passes ?? 0;
  const lost = job.sentence.copies.length > 0;
  return {
    output: undefined,
    score: 0,
    tokens: 0,
    passes,
    warning: lost ? 'protected-span-lost' : 'nothing-to-rewrite',
  };
}

/** A sentence is part of a line: line breaks would tear it, and bytes that are no character mean nothing. */
function oneLine(text: string): string {
  return text
    .replaceAll('\ufffd', '')
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
    .trim();
}
