import { fillInstructionOf } from '../core/instructions/fillInstruction.js';
import { parseInstruction } from '../core/instructions/instructions.js';
import type { Manifest } from '../core/model/manifest.js';
import {
  type CheckParameters,
  type CheckResult,
  type ClassifyParameters,
  type ClassifyResult,
  type FillParameters,
  type FillResult,
  InterlinearError,
  type LoadedModel,
  type RewriteListeners,
  type RewriteParameters,
  type RewriteResult,
  type TextEngine,
} from '../core/protocol/protocol.js';
import { MemoryStore } from '../node/memory/memoryStore.js';
import { createDraftEditor } from './draft/draftEditor.js';
import { DraftingDecoder } from './rewrite/draftingDecoder.js';
import type { TranslationSettings } from './decoding/translationSettings.js';
import type { DraftTables } from './draft/draftTables.js';
import { checkClassify, checkFill, checkRewrite } from './checkParameters.js';
import { createFiller } from './fill/createFiller.js';
import { createSentenceDecoder } from './rewrite/createSentenceDecoder.js';
import type { Decoding } from './decoding/decoding.js';
import type { Filler } from './fill/filler.js';
import { GapFiller } from './fill/gapFiller.js';
import { classifyInstruction, type LabelQuestion, questionOf } from './labels/labelQuestion.js';
import { LabelScorer } from './labels/labels.js';
import { Rewriter } from './rewrite/rewriter.js';
import { batchTokensOn } from './decoding/runLimits.js';
import { SourceBuilder } from './tokenizer/sourceBuilder.js';
import { createWordChecker } from './rewrite/createWordChecker.js';
import type { Lexicon } from './spelling/lexicon.js';
import type { WordChecker } from './spelling/wordChecker.js';
import type { StepGraph } from './runtime/stepGraph.js';
import type { TextPipeline } from './rewrite/textPipeline.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** What an engine is made of. */
export interface EngineParts {
  readonly manifest: Manifest;
  readonly model: LoadedModel;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
  /** Known words, for models whose manifest has `spelling`. */
  readonly lexicons?: () => readonly Lexicon[];
  /** Phrase tables, for models whose manifest has `drafts`. */
  readonly drafts?: DraftTables;
  /** Run by run of `graph` if absent. */
  readonly decoding?: Decoding;
  /** For labels, which are weighed by the probability of their length from the start; `graph` if absent. */
  readonly labelGraph?: StepGraph;
  /** Frees the model's memory. */
  readonly release: () => Promise<void>;
}

/**
 * A model, ready to rewrite and to classify. Calls may overlap: they take turns between passes. The same input gives
 * the same output, always.
 */
export class Engine implements TextEngine {
  private readonly rewriter: Rewriter;
  private readonly labels: LabelScorer;
  private readonly filler: Filler;
  private checker: WordChecker | undefined;
  private readonly memories = new MemoryStore();
  private readonly running = new Set<Promise<unknown>>();
  private disposed: Promise<void> | undefined;

  public constructor(private readonly parts: EngineParts) {
    const { manifest, tokenizer, graph, text } = parts;
    const builder = new SourceBuilder(manifest);
    const decoder = new DraftingDecoder(
      createSentenceDecoder(parts),
      tokenizer,
      (restored) => text.isIntact(restored),
      manifest.languages,
      parts.drafts,
      createDraftEditor(parts),
    );
    const batchTokens = batchTokensOn(parts.model);
    this.rewriter = new Rewriter(manifest, tokenizer, builder, decoder, text, batchTokens);
    this.filler = createFiller(parts);
    this.labels = new LabelScorer(parts.labelGraph ?? graph, tokenizer, builder, manifest, batchTokens);
  }

  public get manifest(): Manifest {
    return this.parts.manifest;
  }

  public info(): LoadedModel {
    return this.parts.model;
  }

  /** See `TextEngine.rewrite`; also throws InterlinearError `notLoaded` once disposed. */
  public rewrite(parameters: RewriteParameters, options: RewriteListeners = {}): Promise<RewriteResult[]> {
    return this.track(async () => {
      checkRewrite(parameters, this.manifest);
      const fillInstruction = fillInstructionOf(this.manifest, parameters.instruction);
      if (fillInstruction !== undefined) {
        return new GapFiller(this.filler).rewrite(parameters, fillInstruction, options);
      }
      const { canonical, task, target, question } = this.understand(parameters);
      if (question) return this.answerWithLabels(parameters.texts, question, options);
      const translation =
        target === undefined ? undefined : await this.translationOf(parameters, target, options.signal);
      return this.rewriter.rewrite(parameters, canonical, { ...options, task }, translation);
    });
  }

  /** See `TextEngine.classify`; also throws InterlinearError `notLoaded` once disposed. */
  public classify(
    parameters: ClassifyParameters,
    options: { signal?: AbortSignal } = {},
  ): Promise<ClassifyResult[]> {
    return this.track(async () => {
      const question = {
        labels: parameters.labels,
        canonical: classifyInstruction(this.manifest, parameters.labels),
      };
      checkClassify(parameters, question.canonical, this.manifest, this.parts.tokenizer);
      const started = performance.now();
      const scored = await this.labels.score(
        parameters.texts,
        question.labels,
        question.canonical,
        options.signal,
      );
      const milliseconds = performance.now() - started;
      return scored.map(({ probabilities }) => ({
        label: question.labels[indexOfHighest(probabilities)] ?? '',
        scores: question.labels.map((label, index) => ({ label, probability: probabilities[index] ?? 0 })),
        milliseconds,
      }));
    });
  }

  /** See `TextEngine.fill`; also throws InterlinearError `notLoaded` once disposed. */
  public fill(parameters: FillParameters, options: { signal?: AbortSignal } = {}): Promise<FillResult> {
    return this.track(async () => {
      const { fillInstruction } = this.manifest;
      if (fillInstruction === undefined) {
        throw new InterlinearError(
          'unknownInstruction',
          'The model {0} was not trained to fill gaps or to word phrases anew in their place. Choose another model, or rewrite the whole sentence.',
          [this.manifest.name],
        );
      }
      checkFill(parameters);
      const started = performance.now();
      const wordings = await this.filler.fill(parameters, fillInstruction, options.signal);
      return { wordings, milliseconds: performance.now() - started };
    });
  }

  /** See `TextEngine.check`; also throws InterlinearError `notLoaded` once disposed. */
  public check(parameters: CheckParameters, options: { signal?: AbortSignal } = {}): Promise<CheckResult[]> {
    return this.track(async () => {
      this.checker ??= createWordChecker(this.parts);
      const nothing = parameters.texts.map(() => ({ problems: [], complete: true }));
      return (await this.checker?.check(parameters, options.signal)) ?? nothing;
    });
  }

  /** Waits for what is running, then frees the model's memory. */
  public dispose(): Promise<void> {
    this.disposed ??= Promise.allSettled([...this.running]).then(() => this.parts.release());
    return this.disposed;
  }

  private track<T>(work: () => Promise<T>): Promise<T> {
    if (this.disposed) {
      return Promise.reject(
        new InterlinearError('notLoaded', 'The model has been unloaded; load it again.', []),
      );
    }
    const promise = work().finally(() => this.running.delete(promise));
    this.running.add(promise);
    return promise;
  }

  /** The wording for the model, and the labels to choose from if it is a question of labels. */
  private understand({ instruction, allowUnknownInstruction }: RewriteParameters): {
    readonly canonical: string;
    readonly task?: string;
    readonly target?: string | undefined;
    readonly question?: LabelQuestion | undefined;
  } {
    try {
      const parsed = parseInstruction(this.manifest, instruction);
      const { canonical, target, instruction: found } = parsed;
      return { canonical, task: found.task, target, question: questionOf(this.manifest, parsed) };
    } catch (error) {
      if (allowUnknownInstruction !== true) throw error;
      return { canonical: instruction };
    }
  }

  /** What a translation starts from. @throws InterlinearError `invalidArgument` for a damaged memory that was named */
  private async translationOf(
    { draft = 'auto', memory = [], foundMemory = [] }: RewriteParameters,
    target: string,
    signal: AbortSignal | undefined,
  ): Promise<Omit<TranslationSettings, 'sentences'>> {
    const count = memory.length + foundMemory.length;
    if (count === 0 || draft === 'none' || draft === 'table') return { target, draft };
    return { target, draft, memory: await this.memories.open(memory, { found: foundMemory, signal }) };
  }

  /** A text's label as its rewriting: the whole text is one source. */
  private async answerWithLabels(
    texts: readonly string[],
    { labels, canonical }: LabelQuestion,
    { signal, onPass }: RewriteListeners,
  ): Promise<RewriteResult[]> {
    const started = performance.now();
    const scored = await this.labels.score(texts, labels, canonical, signal);
    onPass?.({ pass: 1, passes: 1, batch: 1, batches: 1 });
    const milliseconds = performance.now() - started;
    return scored.map(({ probabilities, scores, tokens }, text) => {
      const best = indexOfHighest(probabilities);
      const output = labels[best] ?? '';
      const figures = { output, score: scores[best] ?? 0, tokens: tokens[best] ?? 0 };
      const segments = [{ source: texts[text] ?? '', ...figures }];
      return { ...figures, iterations: 1, milliseconds, segments };
    });
  }
}

/** Of equally high ones the first. */
function indexOfHighest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
