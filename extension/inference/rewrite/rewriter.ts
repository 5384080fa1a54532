import type { Manifest } from '../../core/model/manifest.js';
import type { RewriteParameters, RewriteResult, SegmentResult } from '../../core/protocol/protocol.js';
import { alternativesOf } from './alternatives.js';
import { textOf } from '../../core/protocol/assembledText.js';
import { assembleText, type Chosen, wordsOf } from './assembleResult.js';
import { LimitedText } from './characterLimit.js';
import { countCharacters } from './characters.js';
import { type JobGroup, JobRunner, type RewriteOptions } from './jobRunner.js';
import type { JobAnswers, PlannedSegment, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';
import { RewritePlanner } from './rewritePlanner.js';
import { isSplittable, sectionsOf } from './sections.js';
import type { TranslationSettings } from '../decoding/translationSettings.js';
import type { SentenceAnswers } from './sentenceAnswers.js';
import type { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

type Answers = ReadonlyMap<RewriteJob, JobAnswers>;
type Choices = ReadonlyMap<RewriteJob, Chosen>;

/** Rewrites texts sentence by sentence: plan, decode in batches, choose, put together again. */
export class Rewriter {
  private readonly runner: JobRunner;

  public constructor(
    private readonly manifest: Manifest,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    decoder: SentenceAnswers,
    private readonly text: TextPipeline,
    /** Source and target tokens of a batch, padding included. */
    batchTokens: number,
  ) {
    this.runner = new JobRunner(manifest, decoder, batchTokens);
  }

  /**
   * @param instruction the canonical wording
   * @param translation what a translation starts from
   * @throws DOMException `AbortError`
   */
  public async rewrite(
    parameters: RewriteParameters,
    instruction: string,
    wishes: Omit<RewriteOptions, 'translation'>,
    translation?: Omit<TranslationSettings, 'sentences'>,
  ): Promise<RewriteResult[]> {
    const started = performance.now();
    const ids = this.tokenizer.encode(instruction);
    const planner = new RewritePlanner(
      this.manifest,
      this.tokenizer,
      this.builder,
      this.text,
      ids,
      parameters,
    );
    const plans = parameters.texts.map((text) => planner.plan(text, parameters.format));
    const sentences = planner.allJobs.map(({ sentence }) => sentence.text);
    const options = { ...wishes, translation: translation && { ...translation, sentences } };
    // Several at a time are faster for who waits for the whole.
    const wantsParts = options.onPart !== undefined || parameters.finished !== undefined;
    if (wantsParts && isSplittable(parameters)) return this.inSections(plans, parameters, options, started);
    const answers = await this.runner.run([{ jobs: planner.allJobs }], parameters, options, countsOf(plans));
    const pool = new Map([...answers].map(([job, own]) => [job, allAnswers(own)]));
    const choices = await this.choose(plans, answers, pool, parameters, options);
    const milliseconds = performance.now() - started;
    return plans.map((plan, index) => {
      return this.result(plan, answers, pool, choices[index] ?? new Map(), parameters, milliseconds);
    });
  }

  /** Decodes paragraph by paragraph, in order, and hands each out when it is finished. */
  private async inSections(
    plans: readonly (readonly PlannedSegment[])[],
    parameters: RewriteParameters,
    options: RewriteOptions,
    started: number,
  ): Promise<RewriteResult[]> {
    const { format } = parameters;
    const results = plans.map((): SegmentResult[] => []);
    const sections = sectionsOf(plans, parameters.finished);
    const seen = new Set<RewriteJob>();
    const groups = sections.map((section): JobGroup => {
      const { text, from, to } = section;
      const plan = plans[text] ?? [];
      const own = plan.slice(from, to).flatMap(({ job }) => (job && !seen.has(job) ? [job] : []));
      const jobs = [...new Set(own)];
      jobs.forEach((job) => seen.add(job));
      const finished = (answers: Answers): void => {
        // Sentences that come later stand there as they are: they only show whether the structure holds.
        const { segments } = assembleText(plan, chosenFrom(usualChoices(answers)), format);
        const part = segments.slice(from, to);
        results[text]?.push(...part);
        options.onPart?.({ text, segments: part });
      };
      return { jobs, finished };
    });
    const answers = await this.runner.run(groups, parameters, options, countsOf(plans));
    const milliseconds = performance.now() - started;
    return plans.map((plan, text) => {
      const passes = plan.map(({ job }) => (job && answers.get(job)?.passes) ?? 0);
      return { ...textOf(results[text] ?? []), iterations: Math.max(0, ...passes), milliseconds };
    });
  }

  /** For each text what its sentences become. Where a text is too long so, shorter answers are decoded. */
  private async choose(
    plans: readonly (readonly PlannedSegment[])[],
    answers: Answers,
    pool: Map<RewriteJob, RewriteAnswer[]>,
    parameters: RewriteParameters,
    options: RewriteOptions,
  ): Promise<Choices[]> {
    const usual = usualChoices(answers);
    const choices = plans.map((): Choices => usual);
    const { maximumCharacters: limit, format } = parameters;
    if (limit === undefined) return choices;

    const fits = (plan: readonly PlannedSegment[]): boolean =>
      countCharacters(assembleText(plan, chosenFrom(usual), format).output) <= limit;
    let waiting = plans.flatMap((plan, index) => {
      return fits(plan) ? [] : [{ index, text: new LimitedText(plan, answers, pool, limit, format) }];
    });
    while (waiting.length > 0) {
      waiting = waiting.filter(({ index, text }) => {
        const found = text.choose();
        choices[index] = found ?? overLimit(answers);
        return !found;
      });
      const lengths = this.nextLengths(waiting, parameters);
      if (lengths.size === 0) break;
      for (const [job, own] of await this.runner.runAt(lengths, parameters, options)) {
        pool.set(job, distinct([...(pool.get(job) ?? []), ...allAnswers(own)]));
      }
    }
    return choices;
  }

  private nextLengths(
    waiting: readonly { readonly text: LimitedText }[],
    { lengthBeam = this.manifest.defaults.lengthBeam }: RewriteParameters,
  ): ReadonlyMap<RewriteJob, readonly number[]> {
    const lengths = new Map<RewriteJob, readonly number[]>();
    for (const { text } of waiting) {
      for (const [job, own] of text.nextLengths(lengthBeam)) {
        lengths.set(job, [...new Set([...(lengths.get(job) ?? []), ...own])]);
      }
    }
    return lengths;
  }

  private result(
    plan: readonly PlannedSegment[],
    answers: Answers,
    pool: ReadonlyMap<RewriteJob, readonly RewriteAnswer[]>,
    choices: Choices,
    parameters: RewriteParameters,
    milliseconds: number,
  ): RewriteResult {
    const { format, alternatives, confidence } = parameters;
    const choose = chosenFrom(choices);
    const assembled = assembleText(plan, choose, format);
    const passes = plan.map(({ job }) => (job && answers.get(job)?.passes) ?? 0);
    return {
      ...assembled,
      iterations: Math.max(0, ...passes),
      milliseconds,
      ...(alternatives !== undefined && {
        alternatives: alternativesOf(plan, choices, pool, parameters, assembled.output),
      }),
      ...(confidence === true && { words: wordsOf(assembled, plan, choose, this.tokenizer) }),
    };
  }
}

/** The best answer of each sentence. */
function usualChoices(answers: Answers): Choices {
  return new Map(
    [...answers].map(([job, { best, warning }]): [RewriteJob, Chosen] => {
      return [job, best ? { answer: best } : { answer: undefined, warning }];
    }),
  );
}

/** How many sentences each job stands for. */
function countsOf(plans: readonly (readonly PlannedSegment[])[]): ReadonlyMap<RewriteJob, number> {
  const counts = new Map<RewriteJob, number>();
  for (const { job } of plans.flat()) {
    if (job) counts.set(job, (counts.get(job) ?? 0) + 1);
  }
  return counts;
}

function chosenFrom(choices: Choices): (job: RewriteJob) => Chosen {
  return (job) => choices.get(job) ?? { answer: undefined };
}

function allAnswers({ best, others }: JobAnswers): RewriteAnswer[] {
  return best ? [best, ...others] : [...others];
}

function distinct(answers: readonly RewriteAnswer[]): RewriteAnswer[] {
  return [...new Map(answers.toReversed().map((answer) => [answer.output, answer])).values()].toReversed();
}

/** A text that no answers make short enough stays as it is. */
function overLimit(answers: Answers): Choices {
  return new Map([...answers.keys()].map((job) => [job, { answer: undefined, warning: 'over-limit' }]));
}
