import { setTimeout as sleep } from 'node:timers/promises';
import { InterlinearError } from '../core/protocol/protocol.js';
import { abortError } from '../node/wire.js';
import type { InferenceClientOptions } from './clientOptions.js';
import { english, silentLogger, type Localise, type Logger } from './clientTypes.js';
import { connectOrSpawn, HandshakeError, StartError, type Connected } from './connect.js';
import { createEndpoint, type Endpoint } from './endpoint.js';
import { explainExit } from './exitReason.js';
import type { HangLimits } from './hangWatch.js';
import { messages } from './messages.js';
import { codeOf, ensurePrivateFolder, ensureSecret } from './privateFiles.js';
import { defaultRestartLimits, RestartPolicy } from './restartPolicy.js';
import { LinkLostError, openSocket, type ServerLink } from './serverLink.js';
import { spawnServer, type ServerChild } from './spawnServer.js';

/** How long to wait for the exit code of a process whose connection has just broken, in milliseconds. */
const exitCodeMilliseconds = 250;
const stopMilliseconds = 1_500;

/** Keeps one link to the inference process: starts it when needed, restarts it with back-off, gives up in time. */
export class ProcessSupervisor {
  readonly #endpoint: Endpoint;
  readonly #policy: RestartPolicy;
  readonly #localise: Localise;
  readonly #log: Logger;
  readonly #limits: HangLimits;
  #abort = new AbortController();
  #opening: Promise<ServerLink> | null = null;
  #link: ServerLink | null = null;
  #child: ServerChild | null = null;
  #error: string | null = null;

  public constructor(
    private readonly options: InferenceClientOptions,
    private readonly onChange: () => void,
  ) {
    this.#endpoint = createEndpoint(options.directory, options.version, options.serverScript);
    this.#policy = new RestartPolicy(options.restarts ?? defaultRestartLimits);
    this.#localise = options.localise ?? english;
    this.#log = options.logger ?? silentLogger;
    this.#limits = { hangSeconds: options.hangSeconds ?? 8, loadSeconds: options.loadSeconds ?? 120 };
  }

  public get link(): ServerLink | null {
    return this.#link;
  }

  public get phase(): 'stopped' | 'starting' | 'restarting' | 'connected' | 'failed' {
    if (this.#link !== null) return 'connected';
    if (this.#opening !== null) {
      return this.#policy.endsWithin(performance.now()) > 0 ? 'restarting' : 'starting';
    }
    return this.#error === null ? 'stopped' : 'failed';
  }

  /** Localised; why it last could not be started. */
  public get error(): string | null {
    return this.#error;
  }

  /** The link that stands, or a new one. @throws InterlinearError `processFailed`, StartError, AbortError when stopped */
  public connect(): Promise<ServerLink> {
    if (this.#link !== null) return Promise.resolve(this.#link);
    if (this.#opening === null) {
      this.#opening = this.#open(this.#abort.signal).finally(() => {
        this.#opening = null;
        this.onChange();
      });
      this.onChange();
    }
    return this.#opening;
  }

  /** Whether a process can be joined, whoever started it. Starts nothing. */
  public async isRunning(): Promise<boolean> {
    if (this.#link !== null) return true;
    const socket = await openSocket(this.#endpoint.address).catch(() => null);
    socket?.destroy();
    return socket !== null;
  }

  /** Why the process went away, localised, in words that fit into brackets. */
  public async explain(loss: LinkLostError | StartError): Promise<string> {
    if (
      loss instanceof LinkLostError &&
      loss.end.kind === 'orderly' &&
      loss.end.memoryCeiling !== undefined
    ) {
      return this.#localise(messages.exitMemory, loss.end.memoryCeiling);
    }
    const child = loss instanceof StartError ? loss.child : this.#childWith(loss.processId);
    if (child?.failure) return codeOf(child.failure);
    if (child === null) return explainExit(null, this.#localise);
    const patience = new AbortController();
    const timeout = sleep(exitCodeMilliseconds, null, { signal: patience.signal }).catch(() => null);
    const exit = await Promise.race([child.exited, timeout]);
    patience.abort();
    return explainExit(exit, this.#localise);
  }

  /** Ends the process for all windows and forgets earlier ends. */
  public async stop(): Promise<void> {
    this.#abort.abort(abortError());
    this.#abort = new AbortController();
    const link = this.#link ?? (await this.#opening?.catch(() => null)) ?? null;
    await link?.stop(stopMilliseconds);
    this.#policy.clear();
    this.#error = null;
    this.onChange();
  }

  /** Leaves the process to its other clients. */
  public dispose(): void {
    this.#abort.abort(abortError());
    this.#link?.dispose();
  }

  #childWith(processId: number): ServerChild | null {
    return this.#child?.processId === processId ? this.#child : null;
  }

  async #open(signal: AbortSignal): Promise<ServerLink> {
    const delay = this.#policy.delay(performance.now());
    if (delay === null) throw this.#tooMany();
    if (delay > 0) await sleep(delay, undefined, { signal }).catch(() => signal.throwIfAborted());
    try {
      const { link, child } = await this.#connect(signal);
      if (signal.aborted) {
        link.dispose();
        signal.throwIfAborted();
      }
      this.#child = child ?? this.#childWith(link.processId);
      this.#adopt(link);
      return link;
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      throw error;
    }
  }

  async #connect(signal: AbortSignal): Promise<Connected> {
    const { options } = this;
    await ensurePrivateFolder(this.#endpoint.directory, this.#localise);
    const { socketDirectory, directory } = this.#endpoint;
    if (socketDirectory !== null && socketDirectory !== directory) {
      await ensurePrivateFolder(socketDirectory, this.#localise);
    }
    try {
      // Before the process is started, which reads it.
      await ensureSecret(this.#endpoint.secretPath);
      return await connectOrSpawn({
        endpoint: this.#endpoint,
        version: options.version,
        limits: this.#limits,
        startMilliseconds: (options.startSeconds ?? 15) * 1_000,
        spawn: () => this.#spawn(),
        log: this.#log,
        signal,
      });
    } catch (error) {
      if (error instanceof StartError || signal.aborted) throw error;
      const text =
        error instanceof HandshakeError
          ? this.#localise(messages.otherProcess, error.message)
          : this.#localise(messages.folderFailed, directory, codeOf(error));
      throw new InterlinearError('processFailed', text);
    }
  }

  #spawn(): ServerChild {
    const { options } = this;
    const child = spawnServer({
      endpoint: this.#endpoint,
      version: options.version,
      script: options.serverScript,
      executable: options.executable ?? process.execPath,
      executableArguments: options.executableArguments ?? [],
      environment: options.environment ?? {},
      graceSeconds: options.graceSeconds ?? 10,
      idleSeconds: (options.idleMinutes ?? 10) * 60,
      memoryMegabytes: options.memoryMegabytes ?? 0,
      // The clients are the first to judge.
      hangSeconds: Math.max(this.#limits.hangSeconds, this.#limits.loadSeconds) + 5,
    });
    this.#log.info(`inference process ${child.processId ?? '?'}: started`);
    return child;
  }

  #adopt(link: ServerLink): void {
    this.#link = link;
    this.#error = null;
    link.onEnd((end) => {
      this.#link = null;
      const isUnexpected = end.kind === 'orderly' ? end.memoryCeiling !== undefined : end.kind !== 'disposed';
      if (isUnexpected) {
        this.#log.warn(`inference process ${link.processId}: ended unexpectedly (${end.kind})`);
        this.#policy.recordEnd(performance.now());
      }
      this.onChange();
    });
  }

  #failed(error: unknown): void {
    if (error instanceof StartError) {
      this.#policy.recordEnd(performance.now());
      this.#error = this.#localise(
        error.kind === 'timeout' ? messages.startTimedOut : messages.cannotStart,
        '…',
      );
    } else {
      this.#error = error instanceof Error ? error.message : String(error);
    }
    this.#log.error(`inference process: not started (${codeOf(error)})`);
  }

  #tooMany(): InterlinearError {
    const limits = this.options.restarts ?? defaultRestartLimits;
    const ends = this.#policy.endsWithin(performance.now());
    const minutes = Math.max(1, Math.round(limits.windowMilliseconds / 60_000));
    this.#error = this.#localise(messages.tooManyRestarts, ends, minutes);
    return new InterlinearError('processFailed', this.#error);
  }
}
