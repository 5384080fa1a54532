import type { CheckParameters, CheckResult } from './checking.js';
import type { GuardFailure } from '../guards/guards.js';

/**
 * The messages between the extension host (or the command line) and the inference process: one typed table.
 * Transport: vscode-jsonrpc over a pipe or socket. Lengths are in tokens of the model, times in milliseconds.
 */
export const protocolVersion = 2;

/** How far a request has come: pass `pass` of `passes` over batch `batch` of `batches`. */
export interface PassProgress {
  readonly pass: number;
  readonly passes: number;
  readonly batch: number;
  readonly batches: number;
  /** Sentences that are finished, and all of them; absent where nobody counts them. */
  readonly sentences?: { readonly done: number; readonly all: number };
}

/** Sentences of a long text that are finished before the rest of it: whole paragraphs, in order. */
export interface FinishedPart {
  /** Index of the text. */
  readonly text: number;
  /** Those that follow the ones that were handed out before. */
  readonly segments: readonly SegmentResult[];
}

/** What hears of a request while it runs. */
export interface RewriteListeners {
  readonly signal?: AbortSignal;
  readonly onPass?: (progress: PassProgress) => void;
  /** Called only for texts with many sentences, and only where they can be answered one after the other. */
  readonly onPart?: (part: FinishedPart) => void;
}

export interface RewriteParameters {
  /** Texts to rewrite with the same instruction; each may hold several lines and sentences. */
  readonly texts: readonly string[];
  readonly instruction: string;
  /** VS Code language id of the document, for protected spans; `plaintext` if absent. */
  readonly format?: string;
  readonly iterations?: number;
  readonly lengthBeam?: number;
  /** Forces the number of target tokens of every segment. */
  readonly targetLength?: number;
  /** Also run an instruction that matches no template of the manifest, as it stands. */
  readonly allowUnknownInstruction?: boolean;
  /** The length dial: wanted length as a share of the one the model would choose (0.8 = a fifth shorter). */
  readonly lengthFactor?: number;
  /** What `lengthFactor` is a share of; `text`: of the text's own length. `answer` if absent. */
  readonly lengthRelativeTo?: 'answer' | 'text';
  /** Most user-perceived characters (grapheme clusters) that the answer to each text may have. */
  readonly maximumCharacters?: number;
  /** Further answers, of other lengths, that come with each result, at most. */
  readonly alternatives?: number;
  /** Terms whose translation is given: held by constrained decoding. */
  readonly glossary?: readonly GlossaryTerm[];
  /** Words of the texts that stand in the answer as they are. */
  readonly keep?: readonly string[];
  /** Whether each result says how sure the model is of every word. */
  readonly confidence?: boolean;
  /** Where a translation may start from; `auto` if absent. */
  readonly draft?: DraftChoice;
  /**
   * Absolute paths of translation memories: TMX, .po, XLIFF, resource files of several languages, and folders of them.
   * Only a person chooses them: the process reads them.
   */
  readonly memory?: readonly string[];
  /** More of them, which nobody named: of these a damaged one is left out. */
  readonly foundMemory?: readonly string[];
  /** For each text how many of its sentences are left out at its start, as they were handed out as parts before. */
  readonly finished?: readonly number[];
}

/**
 * First versions of a translation. `none`: the model writes from nothing. `table`: the model's phrase tables. `memory`:
 * translation memories. `auto`: memories, then tables, as far as there are any.
 */
export type DraftChoice = 'none' | 'table' | 'memory' | 'auto';

/** Wherever a text holds `source`, its answer holds `target`, letter for letter. */
export interface GlossaryTerm {
  readonly source: string;
  readonly target: string;
  /** Whether only the spelling of `source` as it stands counts; otherwise letter case does not matter. */
  readonly caseSensitive?: boolean;
}

/** Another answer to the same text. */
export interface Alternative {
  readonly output: string;
  /** Mean log-probability of its tokens. */
  readonly score: number;
  readonly tokens: number;
}

/** A word of an answer, by offsets in UTF-16 code units. */
export interface WordConfidence {
  readonly start: number;
  readonly end: number;
  /** Of the least certain token of the word, 0 to 1; 1 for what was given. */
  readonly probability: number;
}

export interface FillParameters {
  /** The text on both sides of what is to be written. */
  readonly before: string;
  readonly after: string;
  /** What stands there now and is to be worded anew; empty for a gap. */
  readonly phrase: string;
  /** Different wordings wanted, at most; 1 if absent. */
  readonly alternatives?: number;
  /** Most user-perceived characters of a wording. */
  readonly maximumCharacters?: number;
  /** VS Code language id of the document, for protected spans; `plaintext` if absent. */
  readonly format?: string;
}

export interface FillResult {
  /** Wordings of the phrase, best first, without the one that stood there; empty if the model finds none. */
  readonly wordings: readonly Alternative[];
  readonly milliseconds: number;
}

/**
 * `pinned`: protected spans were put in their places by force. `term-missing`: a term of the glossary or a word to keep
 * could not be held. `over-limit`: no answer was short enough, so the sentence was left as it is. `unreadable`: it is
 * written in a script that the model does not know. `already-translated`: it is in the target language. The failures of
 * guards: every answer would have changed that, so the sentence was left as it is.
 */
export type SegmentWarning =
  | 'protected-span-lost'
  | 'too-long'
  | 'nothing-to-rewrite'
  | 'pinned'
  | 'term-missing'
  | 'over-limit'
  | 'unreadable'
  | 'already-translated'
  | GuardFailure;

/** Where a sentence of a translation comes from, if the model did not write it from nothing. */
export interface SegmentOrigin {
  readonly from: 'table' | 'memory';
  /** Name of the file of the memory. */
  readonly file?: string;
  /** How similar the sentence in the memory is: 1 for the same one. */
  readonly similarity?: number;
  /** The sentence in the memory, where it is another one. */
  readonly source?: string;
  /** Whether the model changed it. */
  readonly revised?: boolean;
}

/** A sentence (or line) of the input and what became of it. `output` keeps surrounding white space. */
export interface SegmentResult {
  readonly source: string;
  readonly output: string;
  /** Mean log-probability of the target tokens; 0 for a segment that was left as it is. */
  readonly score: number;
  readonly tokens: number;
  /** Why the segment was not (or only in part) rewritten, if so. */
  readonly warning?: SegmentWarning;
  /** Of a translation that started from a draft. */
  readonly origin?: SegmentOrigin;
}

export interface RewriteResult {
  readonly output: string;
  readonly score: number;
  readonly tokens: number;
  /** Passes that were run. */
  readonly iterations: number;
  readonly milliseconds: number;
  readonly segments: readonly SegmentResult[];
  /** Best first, without `output` itself; only where asked for. */
  readonly alternatives?: readonly Alternative[];
  /** In the order of `output`; only where asked for. */
  readonly words?: readonly WordConfidence[];
}

export interface ClassifyParameters {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
}

export interface ClassifyResult {
  readonly label: string;
  /** Probability of each label, in the order asked for; they add up to 1. */
  readonly scores: readonly { readonly label: string; readonly probability: number }[];
  readonly milliseconds: number;
}

/** A server that runs the model in place of this machine. It speaks the Open Inference Protocol v2 (docs/serving.md). */
export interface EndpointParameters {
  /** `https:`; `http:` only to this machine itself, or with `allowUnencrypted`. */
  readonly url: string;
  /** Sent to that origin alone, as a bearer token; it stands in no log and no message. */
  readonly token?: string;
  /** Path of a file with further certificate authorities to trust, in PEM form. */
  readonly certificateFile?: string;
  /** Longest time for one answer; 60 if absent. */
  readonly timeoutSeconds?: number;
  readonly allowUnencrypted?: boolean;
}

export interface LoadParameters {
  readonly directory: string;
  readonly device: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
  /** Runs the model there; the folder needs its manifest and its tokenizer only, and `device` does not matter. */
  readonly endpoint?: EndpointParameters;
}

/** What runs a model on this machine, for reports of trouble. */
export interface RuntimeReport {
  /** Name and version, e.g. `onnxruntime 1.30.0`. */
  readonly library: string;
  /** Devices that this build of it knows, whether or not the machine has them. */
  readonly devices: readonly string[];
  /** Name of the processor, and how many of its cores this process may use. */
  readonly processor: string;
  readonly cores: number;
  /** Threads of the processor that the model uses. */
  readonly threads: number;
  /** Memory of the process once the model was loaded. */
  readonly residentBytes: number;
  /** What the self-test compared: the reference's stored answer, or, where a model has none, only what must always hold. */
  readonly selfTest: 'reference' | 'plausibility';
}

export interface LoadedModel {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly variant: string;
  readonly device: string;
  /** Host of the server that runs it, if one does; `device` is `remote` then. */
  readonly endpoint?: string;
  /** Devices that were tried and failed, with the reason. */
  readonly fallbacks: readonly { readonly device: string; readonly reason: string }[];
  readonly loadMilliseconds: number;
  /** Absent where a server runs it. */
  readonly runtime?: RuntimeReport;
}

export interface ProcessStatus {
  readonly protocolVersion: number;
  readonly processId: number;
  readonly model: LoadedModel | null;
  readonly residentBytes: number;
  readonly requests: number;
  readonly lastMilliseconds: number | null;
}

export type { CheckParameters, CheckResult, WordProblem } from './checking.js';
export { errorCodes, InterlinearError, type ErrorCode } from './interlinearError.js';

/** Request name → [parameters, result]. */
export interface Requests {
  'process/status': [Record<string, never>, ProcessStatus];
  'model/load': [LoadParameters, LoadedModel];
  'text/rewrite': [RewriteParameters, RewriteResult[]];
  'text/classify': [ClassifyParameters, ClassifyResult[]];
  'text/fill': [FillParameters, FillResult];
  'text/check': [CheckParameters, CheckResult[]];
}
export type RequestName = keyof Requests;

/** What the engine offers, in process (command line) or through the inference process (extension). */
export interface TextEngine {
  /**
   * @throws InterlinearError `unknownInstruction`, `emptyInput`, `invalidArgument`
   * @throws DOMException `AbortError` when the signal was aborted between two passes
   */
  rewrite(parameters: RewriteParameters, options?: RewriteListeners): Promise<RewriteResult[]>;
  /** @throws InterlinearError `emptyInput`, `invalidArgument`, `tooManyLabels` */
  classify(parameters: ClassifyParameters, options?: { signal?: AbortSignal }): Promise<ClassifyResult[]>;
  /**
   * Words a phrase anew, or fills a gap, in the light of both sides.
   * @throws InterlinearError `emptyInput` without any text around it, `invalidArgument`, `unknownInstruction` where
   * the model was not trained for it
   */
  fill(parameters: FillParameters, options?: { signal?: AbortSignal }): Promise<FillResult>;
  /**
   * Finds misspelt words, and changes nothing. Models without a lexicon find none.
   * @throws InterlinearError `invalidArgument`
   */
  check(parameters: CheckParameters, options?: { signal?: AbortSignal }): Promise<CheckResult[]>;
}
