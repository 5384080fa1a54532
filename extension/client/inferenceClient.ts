import {
  InterlinearError,
  type CheckParameters,
  type CheckResult,
  type ClassifyParameters,
  type ClassifyResult,
  type FillParameters,
  type FillResult,
  type FinishedPart,
  type LoadedModel,
  type LoadParameters,
  type PassProgress,
  type ProcessStatus,
  type RewriteListeners,
  type RewriteParameters,
  type RewriteResult,
  type TextEngine,
} from '../core/protocol/protocol.js';
import { abortError } from '../node/wire.js';
import { abortable } from './abortable.js';
import type { InferenceClientOptions } from './clientOptions.js';
import { english, type ClientState, type Localise } from './clientTypes.js';
import { StartError } from './connect.js';
import { messages } from './messages.js';
import { PartialAnswers } from './partialAnswers.js';
import { ProcessSupervisor } from './processSupervisor.js';
import { LinkLostError, type ServerLink } from './serverLink.js';

export type { InferenceClientOptions } from './clientOptions.js';
export type { ClientState, Localise, Logger } from './clientTypes.js';

/** How often a request is tried that was not being worked on when the process ended: others are to blame. */
const mostAttempts = 4;
/**
 * So long after the end of a process, in milliseconds, another one must be there. How long that one loads and works is watched by
 * its silence.
 */
const retryPatience = 9_000;

/**
 * The inference process as seen from a window: joins or starts it, loads the model, passes requests on, and
 * sees to it that each one is settled whatever happens to the process. Starts nothing before the first request.
 */
export class InferenceClient implements TextEngine {
  readonly #supervisor: ProcessSupervisor;
  readonly #localise: Localise;
  readonly #requests = new Set<AbortController>();
  readonly #listeners = new Set<(state: ClientState) => void>();
  #model: LoadParameters | null;
  #loaded: { readonly link: ServerLink; readonly model: LoadedModel } | null = null;
  #loading = 0;
  #progress: PassProgress | null = null;
  #lastMilliseconds: number | null = null;
  #disposed = false;

  public constructor(options: InferenceClientOptions) {
    this.#localise = options.localise ?? english;
    this.#model = options.model ?? null;
    this.#supervisor = new ProcessSupervisor(options, () => this.#changed());
  }

  /** @throws InterlinearError, AbortError; see `TextEngine` */
  public rewrite(parameters: RewriteParameters, options: RewriteListeners = {}): Promise<RewriteResult[]> {
    const partial = new PartialAnswers(parameters);
    const onPass = (progress: PassProgress): void => {
      this.#progress = progress;
      this.#changed();
      options.onPass?.(progress);
    };
    return this.#measure(() =>
      this.#perform(options.signal, async (link, signal, gotOn) => {
        await this.#ensureModel(link, signal);
        const asked = partial.rest;
        const onPart = (part: FinishedPart): void => {
          partial.add(part);
          gotOn();
          options.onPart?.(part);
        };
        return partial.complete(asked, await link.request('text/rewrite', asked, { signal, onPass, onPart }));
      }),
    );
  }

  /** @throws InterlinearError, AbortError; see `TextEngine` */
  public classify(
    parameters: ClassifyParameters,
    options: { signal?: AbortSignal } = {},
  ): Promise<ClassifyResult[]> {
    return this.#measure(() =>
      this.#perform(options.signal, async (link, signal) => {
        await this.#ensureModel(link, signal);
        return link.request('text/classify', parameters, { signal });
      }),
    );
  }

  /** @throws InterlinearError, AbortError; see `TextEngine` */
  public fill(parameters: FillParameters, options: { signal?: AbortSignal } = {}): Promise<FillResult> {
    return this.#measure(() =>
      this.#perform(options.signal, async (link, signal) => {
        await this.#ensureModel(link, signal);
        return link.request('text/fill', parameters, { signal });
      }),
    );
  }

  /** @throws InterlinearError, AbortError; see `TextEngine` */
  public check(parameters: CheckParameters, options: { signal?: AbortSignal } = {}): Promise<CheckResult[]> {
    return this.#perform(options.signal, async (link, signal) => {
      await this.#ensureModel(link, signal);
      return link.request('text/check', parameters, { signal });
    });
  }

  /** The model that the next requests use. Starts nothing. */
  public useModel(parameters: LoadParameters): void {
    this.#model = parameters;
  }

  /** Loads the model now. @throws InterlinearError `modelNotFound`, `modelCorrupt`, `processFailed`, …; AbortError */
  public load(parameters?: LoadParameters, options: { signal?: AbortSignal } = {}): Promise<LoadedModel> {
    if (parameters !== undefined) this.#model = parameters;
    return this.#perform(options.signal, (link, signal) => this.#ensureModel(link, signal));
  }

  /** What the process says of itself, or null while none is connected. */
  public async status(): Promise<ProcessStatus | null> {
    const { link } = this.#supervisor;
    if (link === null) return null;
    try {
      return await link.request('process/status', {}, { signal: new AbortController().signal });
    } catch (error) {
      if (error instanceof LinkLostError) return null;
      throw error;
    }
  }

  /** Whether a process runs already, for this window or another one. Starts nothing. */
  public isRunning(): Promise<boolean> {
    return this.#supervisor.isRunning();
  }

  public get state(): ClientState {
    const { phase, link, error } = this.#supervisor;
    const connected = this.#loading > 0 ? 'loading' : this.#requests.size > 0 ? 'busy' : 'ready';
    return {
      phase: phase === 'connected' ? connected : phase,
      processId: link?.processId ?? null,
      model: link !== null && this.#loaded?.link === link ? this.#loaded.model : null,
      requests: this.#requests.size,
      progress: this.#progress,
      lastMilliseconds: this.#lastMilliseconds,
      error: phase === 'failed' ? error : null,
    };
  }

  public onState(listener: (state: ClientState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Ends the process for all windows and forgets earlier crashes; the next request starts a new one. */
  public restart(): Promise<void> {
    return this.#supervisor.stop();
  }

  /** Requests in flight end with AbortError; the process ends with its last client. */
  public dispose(): Promise<void> {
    this.#disposed = true;
    for (const request of this.#requests) request.abort(abortError());
    this.#supervisor.dispose();
    this.#listeners.clear();
    return Promise.resolve();
  }

  async #ensureModel(link: ServerLink, signal: AbortSignal): Promise<LoadedModel> {
    if (this.#model === null) throw new InterlinearError('notLoaded', this.#localise(messages.notLoaded));
    this.#loading++;
    this.#changed();
    try {
      const model = await link.ensureModel(this.#model, signal);
      this.#loaded = { link, model };
      return model;
    } finally {
      this.#loading--;
      this.#changed();
    }
  }

  async #measure<Result>(run: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    const result = await run();
    this.#lastMilliseconds = performance.now() - start;
    this.#changed();
    return result;
  }

  async #perform<Result>(
    signal: AbortSignal | undefined,
    work: (link: ServerLink, signal: AbortSignal, gotOn: () => void) => Promise<Result>,
  ): Promise<Result> {
    if (this.#disposed || signal?.aborted === true) throw abortError();
    const request = new AbortController();
    const abort = (): void => request.abort(abortError());
    signal?.addEventListener('abort', abort, { once: true });
    this.#requests.add(request);
    // Says so itself where there is no process yet.
    if (this.#supervisor.link !== null) this.#changed();
    let deadline: NodeJS.Timeout | undefined;
    try {
      let [attempt, faults] = [1, 0];
      // A request that gets on between two ends of the process is not their cause.
      const gotOn = (): void => {
        [attempt, faults] = [1, 0];
      };
      for (; ; attempt++) {
        try {
          const link = await abortable(this.#supervisor.connect(), request.signal);
          clearTimeout(deadline);
          deadline = undefined;
          return await work(link, request.signal, gotOn);
        } catch (error) {
          if (!(error instanceof LinkLostError) && !(error instanceof StartError)) throw error;
          const reason = await this.#supervisor.explain(error);
          request.signal.throwIfAborted();
          if (error instanceof StartError || error.running) faults++;
          if (faults > 1 || attempt >= mostAttempts || !mayRetry(error)) {
            throw this.#explainLoss(error, reason, attempt);
          }
          deadline ??= setTimeout(() => {
            const text = this.#localise(messages.noReplacement, reason);
            request.abort(new InterlinearError('processFailed', text));
          }, retryPatience);
        }
      }
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      this.#requests.delete(request);
      if (this.#requests.size === 0) this.#progress = null;
      this.#changed();
    }
  }

  #explainLoss(error: LinkLostError | StartError, reason: string, attempt: number): Error {
    if (error instanceof StartError) {
      const text = error.kind === 'timeout' ? messages.startTimedOut : messages.cannotStart;
      return new InterlinearError('processFailed', this.#localise(text, reason));
    }
    switch (error.end.kind) {
      case 'disposed':
        return abortError();
      case 'hung':
        return new InterlinearError('processHung', this.#localise(messages.hung, error.end.seconds));
      default:
        return new InterlinearError(
          'processFailed',
          this.#localise(attempt > 1 ? messages.endedTwice : messages.ended, reason),
        );
    }
  }

  #changed(): void {
    if (this.#listeners.size === 0) return;
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Requests change nothing, so they may be tried again; but not one that hung. */
function mayRetry(error: LinkLostError | StartError): boolean {
  if (error instanceof StartError) return error.kind === 'ended' && !error.child?.failure;
  switch (error.end.kind) {
    case 'disposed':
      return false;
    case 'hung':
      return !error.running;
    case 'lost':
    case 'orderly':
      return true;
  }
}
