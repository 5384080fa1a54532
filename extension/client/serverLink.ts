import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import type {
  FinishedPart,
  LoadedModel,
  LoadParameters,
  PassProgress,
  RequestName,
  Requests,
} from '../core/protocol/protocol.js';
import { socketConnection } from '../node/socketConnection.js';
import {
  activityType,
  exitingType,
  fromResponseError,
  logType,
  partToken,
  partType,
  passProgressType,
  requestType,
  stopType,
} from '../node/wire.js';
import { abortable } from './abortable.js';
import type { Logger } from './clientTypes.js';
import { HangWatch, type HangLimits } from './hangWatch.js';

/** How a link came to its end. `hung`: this or another window ended the process. `orderly`: it had said goodbye. */
export type LinkEnd =
  | { readonly kind: 'lost' | 'disposed' }
  /** `memoryCeiling`: it needed more memory than so many megabytes. */
  | { readonly kind: 'orderly'; readonly memoryCeiling?: number }
  | { readonly kind: 'hung'; readonly seconds: number };

/** A request was in flight when the link ended. */
export class LinkLostError extends Error {
  public constructor(
    public readonly processId: number,
    public readonly end: LinkEnd,
    /** Whether the process was working on it, so that it may have been the cause. */
    public readonly running: boolean,
  ) {
    super(`The link to the inference process ended: ${end.kind}.`);
    this.name = 'LinkLostError';
  }
}

export interface RequestOptions {
  readonly signal: AbortSignal;
  readonly onPass?: ((progress: PassProgress) => void) | undefined;
  readonly onPart?: ((part: FinishedPart) => void) | undefined;
}

/** Connects a socket and wraps it; nothing has been sent yet. @throws Error of the operating system */
export function openSocket(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

let links = 0;

/** A connection to a running inference process, watched as long as requests wait. */
export class ServerLink {
  readonly #connection: MessageConnection;
  readonly #watch: HangWatch;
  /** Only while requests wait, so that an idle window does nothing. */
  #ticker: NodeJS.Timeout | null = null;
  readonly #name = `${process.pid}-${++links}`;
  readonly #listeners: ((end: LinkEnd) => void)[] = [];
  #requests = 0;
  #waiting = 0;
  #farewell: LinkEnd | null = null;
  #end: LinkEnd | null = null;
  #model: { readonly key: string; readonly loaded: Promise<LoadedModel> } | null = null;

  /** Set by the handshake; before it nobody may be ended by its process id. */
  public processId = 0;

  public constructor(
    private readonly socket: Socket,
    limits: HangLimits,
    private readonly log: Logger,
  ) {
    this.#watch = new HangWatch(limits);
    this.#connection = socketConnection(socket);
    socket.on('data', () => this.#watch.heard());
    socket.on('error', (error) => log.debug(`inference process: ${error.name}`));
    this.#connection.onNotification(activityType, (activity) => this.#watch.setActivity(activity));
    this.#connection.onNotification(exitingType, ({ memoryCeiling }) => {
      this.#farewell = { kind: 'orderly', ...(memoryCeiling !== undefined && { memoryCeiling }) };
    });
    this.#connection.onNotification(logType, ({ level, message }) =>
      log[level](`inference process: ${message}`),
    );
    this.#connection.onError(([error]) => this.#finish('lost', error.name));
    this.#connection.onClose(() => this.#finish('lost', 'closed'));
    this.#connection.listen();
  }

  public get connection(): MessageConnection {
    return this.#connection;
  }

  public get end(): LinkEnd | null {
    return this.#end;
  }

  /** Calls the listener once, synchronously, before any request in flight learns of the end. */
  public onEnd(listener: (end: LinkEnd) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * @throws InterlinearError of the engine; the signal's reason, at once, when it is aborted
   * @throws LinkLostError when the process goes away or hangs
   */
  public async request<Name extends RequestName>(
    name: Name,
    parameters: Requests[Name][0],
    options: RequestOptions,
  ): Promise<Requests[Name][1]> {
    options.signal.throwIfAborted();
    const progressToken = `${this.#name}-${++this.#requests}`;
    if (this.#end !== null) throw new LinkLostError(this.processId, this.#end, false);
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    options.signal.addEventListener('abort', cancel, { once: true });
    const progress = this.#connection.onProgress(passProgressType, progressToken, (pass) => {
      if (!options.signal.aborted) options.onPass?.(pass);
    });
    const parts = this.#connection.onProgress(partType, partToken(progressToken), (part) => {
      if (!options.signal.aborted) options.onPart?.(part);
    });
    this.#setWaiting(this.#waiting + 1);
    try {
      const sent = this.#connection.sendRequest(
        requestType(name),
        { ...parameters, progressToken },
        cancellation.token,
      );
      return await abortable(sent, options.signal);
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      const end = this.#end as LinkEnd | null;
      if (end !== null) throw new LinkLostError(this.processId, end, this.#watch.isRunning(progressToken));
      throw fromResponseError(error);
    } finally {
      this.#setWaiting(this.#waiting - 1);
      progress.dispose();
      parts.dispose();
      options.signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  /** Loads the model unless it was the last one asked for; requests that come together load once. */
  public ensureModel(model: LoadParameters, signal: AbortSignal): Promise<LoadedModel> {
    const key = JSON.stringify([model.directory, model.device, model.endpoint]);
    if (this.#model?.key !== key) {
      // Not bound to one caller's signal: others may wait for the same model.
      const loaded = this.request('model/load', model, { signal: new AbortController().signal });
      const entry = { key, loaded };
      this.#model = entry;
      loaded.catch(() => {
        if (this.#model === entry) this.#model = null;
      });
    }
    return abortable((this.#model as { loaded: Promise<LoadedModel> }).loaded, signal);
  }

  /** Asks the process to end for everybody, and ends it by force when it does not within `milliseconds`. */
  public async stop(milliseconds: number): Promise<void> {
    if (this.#end !== null) return;
    this.#farewell = { kind: 'orderly' };
    const ended = new Promise<void>((resolve) => this.onEnd(() => resolve()));
    this.#connection.sendRequest(stopType, {}).catch(() => undefined);
    const patience = new AbortController();
    await Promise.race([
      ended,
      sleep(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    this.#kill();
    this.#finish('orderly', 'stopped');
  }

  /** Closes the connection; the process stays for its other clients. */
  public dispose(): void {
    this.#finish('disposed', 'disposed');
  }

  #setWaiting(requests: number): void {
    this.#waiting = requests;
    if (requests === 0 || this.#end !== null) {
      this.#stopTicking();
    } else {
      this.#ticker ??= setInterval(() => this.#tick(), 1_000 / HangWatch.ticksPerSecond);
    }
  }

  #stopTicking(): void {
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
    this.#watch.tick(false);
  }

  #tick(): void {
    const seconds = this.#watch.tick(true);
    if (seconds === null) return;
    this.log.error(`inference process ${this.processId}: no progress for ${seconds} s, ending it`);
    this.#kill();
    this.#finish('hung', 'hung', seconds);
  }

  #kill(): void {
    // While the connection stands the id is that process's and nobody else's.
    if (this.processId <= 0 || this.#end !== null) return;
    try {
      process.kill(this.processId, 'SIGKILL');
    } catch (error) {
      this.log.debug(`inference process ${this.processId}: ${String(error)}`);
    }
  }

  #explainLoss(): LinkEnd {
    if (this.#farewell !== null) return this.#farewell;
    const seconds = this.#waiting > 0 ? this.#watch.suspicion() : null;
    return seconds === null ? { kind: 'lost' } : { kind: 'hung', seconds };
  }

  #finish(kind: LinkEnd['kind'], why: string, seconds = 0): void {
    if (this.#end !== null) return;
    this.#end = kind === 'hung' ? { kind, seconds } : kind === 'lost' ? this.#explainLoss() : { kind };
    this.log.debug(`inference process ${this.processId}: link ended (${this.#end.kind}, ${why})`);
    this.#stopTicking();
    for (const listener of this.#listeners) listener(this.#end);
    this.#connection.dispose();
    this.socket.destroy();
  }
}
