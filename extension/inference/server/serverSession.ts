import type { Socket } from 'node:net';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { createProof, isProof } from '../../node/handshake.js';
import {
  InterlinearError,
  protocolVersion,
  type LoadParameters,
  type RequestName,
  type Requests,
  type ProcessStatus,
} from '../../core/protocol/protocol.js';
import { socketConnection } from '../../node/socketConnection.js';
import {
  activityType,
  exitingType,
  helloType,
  logType,
  partToken,
  partType,
  passProgressType,
  requestType,
  stopType,
  toResponseError,
  type Activity,
  type ExitNotice,
  type HelloParameters,
  type HelloResult,
  type WireParameters,
} from '../../node/wire.js';
import type { QueueLane, QueuedTask } from './serverQueue.js';
import type { HostedEngine } from './serverModel.js';
import type { ServerLog } from './serverLog.js';

/** What a session needs of the process around it. */
export interface SessionHost {
  readonly log: ServerLog;
  /** Version of the extension that this process belongs to. */
  readonly version: string;
  /** The secret of `handshake.ts`. */
  secret(): Promise<string>;
  status(): ProcessStatus;
  enqueue<Result>(task: QueuedTask<Result>): Promise<Result>;
  /** A pass was finished: the process is not hung. */
  progressed(): void;
  joined(session: ServerSession): void;
  left(session: ServerSession): void;
  /** Ends the process in an orderly way. */
  stop(reason: string): void;
}

/** How long a connection may stay silent before it says hello, in milliseconds. */
const helloMilliseconds = 5_000;

/** One client's connection: checks the handshake, puts its requests into the queue, cancels them when it goes. */
export class ServerSession {
  readonly #connection: MessageConnection;
  readonly #closed = new AbortController();
  readonly #requests = new Set<AbortController>();
  readonly #helloTimer: NodeJS.Timeout;
  #clientProcessId: number | null = null;
  #model: LoadParameters | null = null;
  #tokens = 0;

  public constructor(
    private readonly socket: Socket,
    private readonly host: SessionHost,
  ) {
    this.#connection = socketConnection(socket);
    this.#helloTimer = setTimeout(() => this.close(), helloMilliseconds);
    this.#register();
    this.#connection.onClose(() => this.close());
    this.#connection.onError(([error]) => {
      this.host.log.failure('connection', error);
      this.close();
    });
    this.#connection.listen();
  }

  /** Null until the client has said hello. */
  public get clientProcessId(): number | null {
    return this.#clientProcessId;
  }

  public get greeted(): boolean {
    return this.#clientProcessId !== null;
  }

  /** Ends the connection and aborts its requests. */
  public close(): void {
    if (this.#closed.signal.aborted) return;
    clearTimeout(this.#helloTimer);
    this.#closed.abort();
    for (const request of this.#requests) request.abort();
    this.#connection.dispose();
    this.socket.destroy();
    this.host.left(this);
  }

  /** Resolves once the message is with the operating system. */
  public async sendActivity(activity: Activity): Promise<void> {
    if (this.greeted) await this.#send(() => this.#connection.sendNotification(activityType, activity));
  }

  public async sendExiting(notice: ExitNotice): Promise<void> {
    if (this.greeted) await this.#send(() => this.#connection.sendNotification(exitingType, notice));
  }

  /** A client that has just gone cannot be told anything; its `close` event cleans up. */
  async #send(message: () => Promise<void>): Promise<void> {
    if (this.#closed.signal.aborted) return;
    await message().catch(() => undefined);
  }

  #register(): void {
    this.#connection.onRequest(helloType, (parameters) => this.#hello(parameters));
    this.#handle('process/status', () => Promise.resolve(this.host.status()));
    this.#handle('model/load', (parameters, signal) => {
      const { directory, device, endpoint } = parameters;
      this.#model = { directory, device, ...(endpoint && { endpoint }) };
      return this.#queue('load', parameters, signal, (engine) => Promise.resolve(engine.info()));
    });
    this.#handle('text/rewrite', (parameters, signal, token) =>
      this.#queue('rewrite', parameters, signal, (engine) =>
        engine.rewrite(parameters, {
          signal,
          onPass: (progress) => {
            this.host.progressed();
            void this.#send(() => this.#connection.sendProgress(passProgressType, token, progress));
          },
          onPart: (part) =>
            void this.#send(() => this.#connection.sendProgress(partType, partToken(token), part)),
        }),
      ),
    );
    this.#handle('text/classify', (parameters, signal) =>
      this.#queue('classify', parameters, signal, (engine) => engine.classify(parameters, { signal })),
    );
    this.#handle('text/fill', (parameters, signal) =>
      this.#queue('rewrite', parameters, signal, (engine) => engine.fill(parameters, { signal })),
    );
    this.#handle('text/check', (parameters, signal) =>
      this.#queue('classify', parameters, signal, (engine) => engine.check(parameters, { signal })),
    );
    this.#connection.onRequest(stopType, () => {
      this.#requireHello();
      this.host.stop('a client asked for it');
      return null;
    });
  }

  #handle<Name extends RequestName>(
    name: Name,
    handler: (
      parameters: WireParameters<Name>,
      signal: AbortSignal,
      token: string,
    ) => Promise<Requests[Name][1]>,
  ): void {
    this.#connection.onRequest(
      requestType(name),
      async (parameters: WireParameters<Name>, cancellation: CancellationToken) => {
        this.#requireHello();
        const abort = new AbortController();
        const subscription = cancellation.onCancellationRequested(() => abort.abort());
        if (cancellation.isCancellationRequested || this.#closed.signal.aborted) abort.abort();
        this.#requests.add(abort);
        const token = parameters.progressToken ?? `${process.pid}-${++this.#tokens}`;
        try {
          return await handler({ ...parameters, progressToken: token }, abort.signal, token);
        } catch (error) {
          const failure = toResponseError(error);
          if (!(error instanceof InterlinearError) && !abort.signal.aborted)
            this.host.log.failure(name, error);
          throw failure;
        } finally {
          subscription.dispose();
          this.#requests.delete(abort);
        }
      },
    );
  }

  #queue<Result>(
    lane: QueueLane,
    parameters: { readonly progressToken?: string },
    signal: AbortSignal,
    run: (engine: HostedEngine) => Promise<Result>,
  ): Promise<Result> {
    if (this.#model === null) throw new InterlinearError('notLoaded', 'No model has been chosen.');
    return this.host.enqueue({
      owner: this,
      lane,
      model: this.#model,
      token: parameters.progressToken ?? '',
      signal,
      run,
    });
  }

  #requireHello(): void {
    if (!this.greeted) throw new InterlinearError('invalidArgument', 'The connection has not said hello.');
  }

  async #hello(parameters: HelloParameters): Promise<HelloResult> {
    const secret = await this.host.secret();
    if (!isProof(parameters.proof, secret, 'client', parameters.nonce)) {
      this.host.log.warn('a client without the secret was refused');
      // Once the answer has gone out.
      setTimeout(() => this.close(), 100);
      throw new InterlinearError('invalidArgument', 'The client does not know the secret of this process.');
    }
    if (parameters.protocolVersion !== protocolVersion || parameters.version !== this.host.version) {
      throw new InterlinearError(
        'invalidArgument',
        `This process speaks protocol ${protocolVersion} of version ${this.host.version}, ` +
          `the client protocol ${parameters.protocolVersion} of version ${parameters.version}.`,
      );
    }
    clearTimeout(this.#helloTimer);
    if (!this.greeted) {
      this.#clientProcessId = parameters.processId;
      const remove = this.host.log.addSink((entry) => {
        void this.#send(() => this.#connection.sendNotification(logType, entry));
      });
      this.#closed.signal.addEventListener('abort', remove, { once: true });
      this.host.joined(this);
    }
    return {
      protocolVersion,
      version: this.host.version,
      processId: process.pid,
      proof: createProof(secret, 'server', parameters.nonce),
    };
  }
}
