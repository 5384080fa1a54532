import { readFile, unlink, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSecret } from '../../node/handshake.js';
import { protocolVersion, type ProcessStatus } from '../../core/protocol/protocol.js';
import type { Activity, ExitNotice } from '../../node/wire.js';
import { type SessionHost, ServerSession } from './serverSession.js';
import { ServerLifetime, type LifetimeOptions } from './serverLifetime.js';
import { listenAlone, socketIdentity } from './serverListen.js';
import type { ServerLog } from './serverLog.js';
import type { ServerMemory } from './serverMemory.js';
import { ModelHost, type EngineFactory } from './serverModel.js';
import { RequestQueue, type QueuedTask } from './serverQueue.js';

const announceMilliseconds = 100;
const unloadMilliseconds = 2_000;

export interface ServerOptions {
  /** Unix socket path or Windows pipe name. */
  readonly address: string;
  readonly lockPath: string;
  /** Where the process says who it is and whether it is loading, for a client that gets no answer. */
  readonly statePath: string;
  readonly secretPath: string;
  readonly version: string;
  readonly lifetime: LifetimeOptions;
  readonly memory: ServerMemory;
  readonly createEngine: EngineFactory;
  readonly log: ServerLog;
  /** Told the process ids of the clients whenever they change. */
  readonly onClients: (processIds: readonly number[]) => void;
}

/** The inference process: accepts clients at one address, runs their requests one after the other, ends after the last. */
export class InferenceServer implements SessionHost {
  public readonly log: ServerLog;
  public readonly version: string;
  readonly #models: ModelHost;
  readonly #queue: RequestQueue;
  readonly #lifetime: ServerLifetime;
  readonly #sessions = new Set<ServerSession>();
  readonly #server: Server;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #ended: Promise<ExitNotice>;
  #end!: (notice: ExitNotice) => void;
  /** Inode of our socket file; null on Windows. */
  #identity: bigint | null = null;
  #lastState = '';
  #stalledSeconds = 0;
  #requests = 0;
  #lastMilliseconds: number | null = null;

  public constructor(private readonly options: ServerOptions) {
    this.log = options.log;
    this.version = options.version;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    this.#models = new ModelHost(options.createEngine, options.log);
    this.#queue = new RequestQueue(this.#models, () => this.#announce());
    this.#lifetime = new ServerLifetime(options.lifetime, {
      stop: (reason) => this.stop(reason),
      unload: () => void this.#models.unload(),
    });
    this.#server = createServer((socket) => this.#accept(socket));
    this.#heartbeat = setInterval(() => this.#beat(), 1_000);
  }

  /** Serves until {@link stop}. @returns the reason it ended for @throws AlreadyServedError, or a system error of listening */
  public async run(): Promise<string> {
    try {
      this.#identity = await listenAlone(this.#server, this.options.address, this.options.lockPath);
      this.#server.on('error', (error) => this.log.failure('listening', error));
      await this.#writeState();
      this.log.info(`serving version ${this.version}`);
      const notice = await this.#ended;
      this.log.info(`ending: ${notice.reason}`);
      await Promise.all([...this.#sessions].map((session) => session.sendExiting(notice)));
      return notice.reason;
    } finally {
      await this.#dispose();
    }
  }

  public stop(reason: string): void {
    this.#end({ reason });
  }

  public async secret(): Promise<string> {
    const secret = (await readFile(this.options.secretPath, 'utf8')).trim();
    if (!isSecret(secret)) throw new Error('The secret file is damaged.');
    return secret;
  }

  public status(): ProcessStatus {
    return {
      protocolVersion,
      processId: process.pid,
      model: this.#models.model,
      residentBytes: process.memoryUsage.rss(),
      requests: this.#requests,
      lastMilliseconds: this.#lastMilliseconds,
    };
  }

  public enqueue<Result>(task: QueuedTask<Result>): Promise<Result> {
    return this.#queue.add({
      ...task,
      run: async (engine) => {
        const start = performance.now();
        const result = await task.run(engine);
        this.#checkMemory();
        if (task.lane !== 'load') {
          this.#requests++;
          this.#lastMilliseconds = performance.now() - start;
        }
        return result;
      },
    });
  }

  public progressed(): void {
    this.#stalledSeconds = 0;
    this.#checkMemory();
  }

  public joined(session: ServerSession): void {
    this.#lifetime.joined();
    this.#tellClients();
    void session.sendActivity(this.#activity());
  }

  public left(session: ServerSession): void {
    this.#sessions.delete(session);
    if (!session.greeted) return;
    this.#lifetime.left();
    this.#tellClients();
  }

  #tellClients(): void {
    const processIds = [...this.#sessions].map((session) => session.clientProcessId);
    this.options.onClients(processIds.filter((processId) => processId !== null));
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    this.#sessions.add(new ServerSession(socket, this));
  }

  #activity(): Activity {
    return { ...this.#queue.activity, stalledSeconds: this.#stalledSeconds };
  }

  /** The work has changed: tells the clients, and waits until they have been told, but not for one that does not listen. */
  async #announce(): Promise<void> {
    this.#stalledSeconds = 0;
    this.#lifetime.setIdle(this.#queue.size === 0);
    await this.#writeState();
    const patience = new AbortController();
    const timeout = sleep(announceMilliseconds, undefined, { signal: patience.signal }).catch(
      () => undefined,
    );
    await Promise.race([this.#broadcast(), timeout]);
    patience.abort();
  }

  async #broadcast(): Promise<void> {
    const activity = this.#activity();
    await Promise.all([...this.#sessions].map((session) => session.sendActivity(activity)));
  }

  #beat(): void {
    if (this.#queue.activity.kind !== 'idle') {
      // Of a server elsewhere nothing is heard between two answers; its requests have time limits of their own.
      if (this.#models.model?.endpoint === undefined) this.#stalledSeconds++;
      void this.#broadcast();
    }
    this.#checkMemory();
    void this.#checkAddress();
  }

  /** Ends in order before the system ends somebody in disorder; the next request starts a fresh process. */
  #checkMemory(): void {
    const { memory } = this.options;
    if (memory.ceiling === null || !memory.isExceeded) return;
    this.#end({ reason: `more than ${memory.ceiling} MB of memory`, memoryCeiling: memory.ceiling });
  }

  /** Without its socket file no client can find this process any more. */
  async #checkAddress(): Promise<void> {
    if (!(await this.#ownsAddress())) this.stop('its socket file was removed');
  }

  async #ownsAddress(): Promise<boolean> {
    return this.#identity === null || (await socketIdentity(this.options.address)) === this.#identity;
  }

  async #writeState(): Promise<void> {
    const loading = this.#queue.activity.kind === 'loading';
    const state = JSON.stringify({ processId: process.pid, loading });
    if (state === this.#lastState) return;
    this.#lastState = state;
    await writeFile(this.options.statePath, state, { mode: 0o600 }).catch((error: unknown) =>
      this.log.failure('writing the state file', error),
    );
  }

  async #dispose(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#lifetime.dispose();
    // Closing unlinks the path, which must not hit the socket of a process that came after this one.
    if (this.#server.listening && (await this.#ownsAddress())) {
      await unlink(this.options.statePath).catch(() => undefined);
      this.#server.close();
    }
    for (const session of this.#sessions) session.close();
    // The engine may be in the middle of a pass; the end of the process frees its memory as well.
    await Promise.race([this.#models.unload(), sleep(unloadMilliseconds)]);
  }
}
