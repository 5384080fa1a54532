import type { Event } from 'vscode';

/**
 * What `activate()` returns to other extensions, see docs/api.md. This file stands alone: copy it into your own sources.
 *
 * ```ts
 * const interlinear = vscode.extensions.getExtension<InterlinearApi>('interlinear.interlinear');
 * const api = await interlinear?.activate();
 * const [result] = (await api?.translate({ texts: ['Good morning!'], target: 'de' })) ?? [];
 * ```
 *
 * None of the methods touches a document. All of them reject with an `InterlinearApiError`, or with a `DOMException`
 * named `AbortError` after their signal was aborted.
 */
export interface InterlinearApi {
  /** Version of this interface; within one version, members and optional properties are only added. */
  readonly version: 1;
  /** Fires when another model is chosen: what it can do has changed. */
  readonly onDidChangeModel: Event<void>;
  /** The model in use. Reads its description; loads and starts nothing. */
  model(): Promise<ModelDescription>;
  /** Rewrites texts as an instruction says, e.g. `make it formal`. One result for each text, in their order. */
  rewrite(parameters: RewriteTexts, options?: RequestOptions): Promise<RewrittenText[]>;
  /** Translates texts. One result for each text, in their order. */
  translate(parameters: TranslateTexts, options?: RequestOptions): Promise<RewrittenText[]>;
  /** The probability of each label for each text. */
  classify(parameters: ClassifyTexts, options?: Pick<RequestOptions, 'signal'>): Promise<ClassifiedText[]>;
  /** Words a phrase anew, or fills a gap, in the light of the text on both sides. */
  fill(parameters: FillGap, options?: Pick<RequestOptions, 'signal'>): Promise<FilledGap>;
  /** For the extension Comment Translate: registers the source `interlinear`. */
  extendTranslate(registry: (translation: string, source: new () => TranslationSource) => void): void;
}

export interface RequestOptions {
  /** Gives the request up between two passes. */
  readonly signal?: AbortSignal;
  /** Called after each pass over a batch of sentences; both are counted from 1. */
  readonly onPass?: (progress: {
    readonly pass: number;
    readonly passes: number;
    readonly batch: number;
    readonly batches: number;
  }) => void;
}

/** `code` says what was wrong; `message` says it to a person, with what to do. */
export interface InterlinearApiError extends Error {
  readonly code:
    | 'modelNotFound'
    | 'modelInvalid'
    | 'modelCorrupt'
    | 'unknownInstruction'
    | 'emptyInput'
    | 'deviceUnavailable'
    | 'tooManyLabels'
    | 'invalidArgument'
    | 'notLoaded'
    | 'processFailed'
    | 'processHung'
    | (string & {});
}

export interface ModelDescription {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  /** Codes of the languages it reads. */
  readonly languages: readonly string[];
  /** The languages it translates into, with their English names. */
  readonly targets: readonly { readonly code: string; readonly name: string }[];
  /** The instructions it was trained for, with `{target}` where a language is named. */
  readonly instructions: readonly string[];
  readonly labelSets: readonly { readonly id: string; readonly labels: readonly string[] }[];
}

/** How an answer is made. */
export interface AnswerOptions {
  /** Each may hold several lines and sentences. */
  readonly texts: readonly string[];
  /** VS Code language identifier of the texts, for what must not change in them; `plaintext` if absent. */
  readonly format?: string;
  /** Number of passes; what the model recommends if absent. */
  readonly iterations?: number;
  /** Number of lengths to try; what the model recommends if absent. */
  readonly lengthBeam?: number;
  /** Wanted length as a share of the one that the model would choose. */
  readonly lengthFactor?: number;
  /** Most characters, as a person counts them, of the answer to each text. */
  readonly maximumCharacters?: number;
  /** Further answers wanted, at most. */
  readonly alternatives?: number;
  /** Terms whose translation is given. */
  readonly glossary?: readonly {
    readonly source: string;
    readonly target: string;
    readonly caseSensitive?: boolean;
  }[];
  /** Words that stand in the answer as they are. */
  readonly keep?: readonly string[];
  /**
   * Also hold the glossary of the (first) workspace folder, and the words that the settings keep; `false` if absent. What
   * is given here comes before them.
   */
  readonly workspaceTerms?: boolean;
  /** Whether each result says how sure the model is of every word. */
  readonly confidence?: boolean;
}

export interface RewriteTexts extends AnswerOptions {
  readonly instruction: string;
  /** Also run an instruction that the model was not trained for. */
  readonly allowUnknownInstruction?: boolean;
}

export interface TranslateTexts extends AnswerOptions {
  /** Language to translate into: a code such as `de` or `zh-CN`, or a name such as `German`. */
  readonly target: string;
}

export interface RewrittenText {
  readonly output: string;
  /** Mean log-probability of its tokens. */
  readonly score: number;
  /** The sentences, in order: joined, their sources are the text and their outputs the answer. */
  readonly segments: readonly {
    readonly source: string;
    readonly output: string;
    readonly score: number;
    /** Why the sentence was not, or only in part, done as asked, if so, e.g. `too-long`. */
    readonly warning?: string;
  }[];
  readonly alternatives?: readonly { readonly output: string; readonly score: number }[];
  /** In UTF-16 offsets of `output`; `probability` is that of the least certain part of the word. */
  readonly words?: readonly {
    readonly start: number;
    readonly end: number;
    readonly probability: number;
  }[];
}

export interface ClassifyTexts {
  readonly texts: readonly string[];
  /** At least two, all different. */
  readonly labels: readonly string[];
}

export interface ClassifiedText {
  /** The most probable one. */
  readonly label: string;
  /** In the order of the labels; the probabilities add up to 1. */
  readonly scores: readonly { readonly label: string; readonly probability: number }[];
}

export interface FillGap {
  readonly before: string;
  readonly after: string;
  /** What stands there now; empty for a gap. */
  readonly phrase: string;
  /** Different wordings wanted, at most; 1 if absent. */
  readonly alternatives?: number;
  readonly maximumCharacters?: number;
  readonly format?: string;
}

export interface FilledGap {
  /** Best first; empty if the model finds none. */
  readonly wordings: readonly { readonly output: string; readonly score: number }[];
}

/** A source of translations as Comment Translate uses it. */
export interface TranslationSource {
  /** Most characters that it is given at once. */
  readonly maxLen: number;
  translate(content: string, options?: { readonly from?: string; readonly to?: string }): Promise<string>;
  link(content: string, options?: { readonly from?: string; readonly to?: string }): string;
  isSupported(language: string): boolean;
}
