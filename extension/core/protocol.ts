/**
 * The messages between the extension host (or the command line) and the inference process: one typed table.
 * Transport: vscode-jsonrpc over a pipe or socket. Lengths are in tokens of the model, times in milliseconds.
 */
export const protocolVersion = 1;

/** How far a request has come: pass `pass` of `passes` over batch `batch` of `batches`. */
export interface PassProgress {
  readonly pass: number;
  readonly passes: number;
  readonly batch: number;
  readonly batches: number;
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
}

/** A sentence (or line) of the input and what became of it. `output` keeps surrounding white space. */
export interface SegmentResult {
  readonly source: string;
  readonly output: string;
  /** Mean log-probability of the target tokens; 0 for a segment that was left as it is. */
  readonly score: number;
  readonly tokens: number;
  /** Why the segment was not (or only in part) rewritten, if so. */
  readonly warning?: 'protected-span-lost' | 'too-long' | 'nothing-to-rewrite' | 'pinned';
}

export interface RewriteResult {
  readonly output: string;
  readonly score: number;
  readonly tokens: number;
  /** Passes that were run. */
  readonly iterations: number;
  readonly milliseconds: number;
  readonly segments: readonly SegmentResult[];
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

export interface LoadParameters {
  readonly directory: string;
  readonly device: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
}

export interface LoadedModel {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly variant: string;
  readonly device: string;
  /** Devices that were tried and failed, with the reason. */
  readonly fallbacks: readonly { readonly device: string; readonly reason: string }[];
  readonly loadMilliseconds: number;
}

export interface ProcessStatus {
  readonly protocolVersion: number;
  readonly processId: number;
  readonly model: LoadedModel | null;
  readonly residentBytes: number;
  readonly requests: number;
  readonly lastMilliseconds: number | null;
}

/** Error codes of our own, in the range that JSON-RPC leaves to applications. */
export const errorCodes = {
  modelNotFound: 1001,
  modelInvalid: 1002,
  modelCorrupt: 1003,
  unknownInstruction: 1004,
  emptyInput: 1005,
  deviceUnavailable: 1006,
  tooManyLabels: 1007,
  invalidArgument: 1008,
  notLoaded: 1009,
  processFailed: 1010,
  processHung: 1011,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** An error that a person caused and can mend: its message says what is wrong and what to do. */
export class InterlinearError extends Error {
  public constructor(
    public readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'InterlinearError';
  }
}

/** Request name → [parameters, result]. */
export interface Requests {
  'process/status': [Record<string, never>, ProcessStatus];
  'model/load': [LoadParameters, LoadedModel];
  'text/rewrite': [RewriteParameters, RewriteResult[]];
  'text/classify': [ClassifyParameters, ClassifyResult[]];
}
export type RequestName = keyof Requests;

/** What the engine offers, in process (command line) or through the inference process (extension). */
export interface TextEngine {
  /**
   * @throws InterlinearError `unknownInstruction`, `emptyInput`, `invalidArgument`
   * @throws DOMException `AbortError` when the signal was aborted between two passes
   */
  rewrite(
    parameters: RewriteParameters,
    options?: { signal?: AbortSignal; onPass?: (progress: PassProgress) => void },
  ): Promise<RewriteResult[]>;
  /** @throws InterlinearError `emptyInput`, `invalidArgument`, `tooManyLabels` */
  classify(parameters: ClassifyParameters, options?: { signal?: AbortSignal }): Promise<ClassifyResult[]>;
}
