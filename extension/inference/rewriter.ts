import type { Manifest } from '../core/manifest.js';
import type { PassProgress, RewriteParameters, RewriteResult } from '../core/protocol.js';
import { planBatches } from './batches.js';
import { joinSegments, type RewrittenSegment } from './joinSegments.js';
import type { PlannedSegment, RewriteAnswer, RewriteJob } from './rewriteJob.js';
import { RewritePlanner } from './rewritePlanner.js';
import type { SentenceDecoder, SentenceSettings } from './sentenceDecoder.js';
import type { SourceBuilder } from './sourceBuilder.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from './tokenizer.js';

export interface RewriteOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPass?: ((progress: PassProgress) => void) | undefined;
}

/** Answers are seldom longer than this, measured in their text's tokens; an estimate for the size of batches only. */
const expectedGrowth = 1.25;

/** Rewrites texts sentence by sentence: plan, decode in batches, put together again. */
export class Rewriter {
  public constructor(
    private readonly manifest: Manifest,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    private readonly decoder: SentenceDecoder,
    private readonly text: TextPipeline,
    /** Source and target tokens of a batch, padding included. */
    private readonly batchTokens: number,
  ) {}

  /**
   * @param instruction the canonical wording
   * @throws DOMException `AbortError`
   */
  public async rewrite(
    parameters: RewriteParameters,
    instruction: string,
    options: RewriteOptions,
  ): Promise<RewriteResult[]> {
    const started = performance.now();
    const ids = this.tokenizer.encode(instruction);
    const planner = new RewritePlanner(this.manifest, this.tokenizer, this.builder, this.text, ids);
    const plans = parameters.texts.map((text) => planner.plan(text, parameters.format));
    const answers = await this.answer(planner.allJobs, parameters, options);
    const milliseconds = performance.now() - started;
    return plans.map((plan) => assemble(plan, answers, milliseconds, parameters.format));
  }

  private async answer(
    jobs: readonly RewriteJob[],
    parameters: RewriteParameters,
    { signal, onPass }: RewriteOptions,
  ): Promise<ReadonlyMap<RewriteJob, RewriteAnswer>> {
    const { defaults, limits } = this.manifest;
    const iterations = parameters.iterations ?? defaults.iterations;
    const lengthBeam = parameters.lengthBeam ?? defaults.lengthBeam;
    const { targetLength } = parameters;
    const sizes = jobs.map(({ source, textIds }) => ({
      source: source.ids.length,
      target: targetLength ?? Math.min(limits.targetTokens, Math.ceil(textIds.length * expectedGrowth)),
      candidates: targetLength === undefined ? lengthBeam : 1,
    }));
    const batches = planBatches(sizes, this.batchTokens);
    const answers = new Map<RewriteJob, RewriteAnswer>();
    for (const [index, batch] of batches.entries()) {
      const members = batch.flatMap((job) => jobs[job] ?? []);
      const settings: SentenceSettings = {
        iterations,
        lengthBeam,
        targetLength,
        stopConfidence: defaults.stopConfidence,
        signal,
        onPass: (pass) => onPass?.({ pass, passes: iterations, batch: index + 1, batches: batches.length }),
      };
      const decoded = await this.decoder.decode(members, settings);
      decoded.forEach((answer, member) => {
        const job = members[member];
        if (job) answers.set(job, answer);
      });
    }
    return answers;
  }
}

function assemble(
  plan: readonly PlannedSegment[],
  answers: ReadonlyMap<RewriteJob, RewriteAnswer>,
  milliseconds: number,
  format: string | undefined,
): RewriteResult {
  let iterations = 0;
  const parts = plan.map((planned): RewrittenSegment => {
    const { segment } = planned;
    if (!planned.job) return { segment, output: segment.text, result: untouched(planned.warning) };
    const answer = answers.get(planned.job);
    if (!answer) throw new Error('a sentence has no answer');
    iterations = Math.max(iterations, answer.passes);
    const { output, score, tokens, warning } = answer;
    const result = { score, tokens, ...(warning && { warning }) };
    return { segment, output: output ?? segment.text, result };
  });
  const segments = joinSegments(parts, format);
  const tokens = segments.reduce((sum, segment) => sum + segment.tokens, 0);
  const weighted = segments.reduce((sum, segment) => sum + segment.score * segment.tokens, 0);
  return {
    output: segments.map(({ output }) => output).join(''),
    score: tokens === 0 ? 0 : weighted / tokens,
    tokens,
    iterations,
    milliseconds,
    segments,
  };
}

function untouched(warning: NonNullable<RewrittenSegment['result']['warning']>): RewrittenSegment['result'] {
  return { score: 0, tokens: 0, warning };
}
