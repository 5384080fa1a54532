import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointAddress } from '../../core/protocol/endpointAddress.js';
import { EndpointError } from '../../core/protocol/endpointError.js';
import { type HttpAnswer, isOverloaded } from './httpAnswer.js';

/** OpenSSL's words for a peer that talks something else, e.g. plain HTTP. */
const noTls = /^(?:EPROTO$|ERR_SSL_)/;
/** Codes of certificates that are not trusted; Node.js takes them from OpenSSL. */
const untrusted = /CERT|ERR_TLS_|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|INVALID_CA|INVALID_PURPOSE/;

/** Says what is wrong with a connection that broke or never came to be. @param error of Node.js's sockets */
export function connectionFailure(host: string, error: unknown): EndpointError {
  const code = codeOf(error);
  if (noTls.test(code)) return new EndpointError('notTls', host, code);
  if (untrusted.test(code)) return new EndpointError('certificate', host, code);
  return new EndpointError('unreachable', host, code);
}

/** Whether a connection that had been kept open was closed by the server just then: another one may do. */
export function wasClosedMeanwhile(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // Several addresses of one host were tried.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export interface HttpOptions {
  readonly token?: string | undefined;
  /** Certificate authorities; those of the runtime if absent. */
  readonly certificates?: readonly string[] | undefined;
  /** Longest time for one answer. */
  readonly timeoutMilliseconds: number;
  /** Pauses before a request is sent again to a server that has too much to do; each is varied by chance. */
  readonly retryPauses?: readonly number[];
}

/** More than any answer that was asked for. */
const mostBytes = 256 * 2 ** 20;
const defaultPauses = [250, 1_000, 3_000];
/** Longest pause that a server may ask for, in milliseconds; longer, and a person is told. */
const longestPause = 10_000;

/** The outcome of one try. */
type Tried = { readonly answer: HttpAnswer } | { readonly failure: unknown; readonly reused: boolean };

/**
 * Requests to one server, over connections that are kept open. It follows no redirection, so that text and token go to
 * the address that a person has set and nowhere else. Requests change nothing on the server: they may be sent again.
 */
export class HttpConnection {
  private readonly agent: http.Agent;

  public constructor(
    public readonly address: EndpointAddress,
    private readonly options: HttpOptions,
  ) {
    const { certificates } = options;
    const kept = { keepAlive: true, maxSockets: 8, timeout: 60_000 };
    this.agent = this.isSecure
      ? new https.Agent({ ...kept, minVersion: 'TLSv1.2', ...(certificates && { ca: [...certificates] }) })
      : new http.Agent(kept);
  }

  public get host(): string {
    return this.address.host;
  }

  public get token(): string | undefined {
    return this.options.token;
  }

  /**
   * Sends a request, again where the server has too much to do for the moment.
   * @param path from the root of the protocol on, e.g. `/v2/health/ready`
   * @param body is sent as JSON by POST; undefined: GET
   * @returns the answer, whatever its status
   * @throws EndpointError `unreachable`, `timedOut`, `certificate`, `notTls`, `answerInvalid`; DOMException `AbortError`
   */
  public async send(path: string, body?: string, signal?: AbortSignal): Promise<HttpAnswer> {
    const pauses = this.options.retryPauses ?? defaultPauses;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.trySend(path, body, signal);
      const pause = pauses[attempt];
      if (!isOverloaded(answer.status) || pause === undefined) return answer;
      const asked = Number(answer.headers['retry-after'] ?? 0) * 1_000;
      if (asked > longestPause) return answer;
      // By chance, so that all who were sent away do not come back at the same moment.
      const wait = Math.max(Number.isFinite(asked) ? asked : 0, pause * (0.5 + Math.random()));
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      throwIfAborted(signal);
    }
  }

  /** Closes the connections. */
  public dispose(): void {
    this.agent.destroy();
  }

  private get isSecure(): boolean {
    return this.address.origin.startsWith('https:');
  }

  private async trySend(path: string, body: string | undefined, signal: AbortSignal | undefined) {
    for (;;) {
      throwIfAborted(signal);
      const tried = await this.tryOnce(path, body, signal);
      if ('answer' in tried) return tried.answer;
      throwIfAborted(signal);
      if (tried.failure instanceof EndpointError) throw tried.failure;
      // A kept connection may be closed by the server at any time; that says nothing about a new one.
      if (!tried.reused || !wasClosedMeanwhile(tried.failure))
        throw connectionFailure(this.host, tried.failure);
    }
  }

  private tryOnce(path: string, body: string | undefined, signal: AbortSignal | undefined): Promise<Tried> {
    const { timeoutMilliseconds, token } = this.options;
    const { request: start } = this.isSecure ? https : http;
    return new Promise((resolve) => {
      const request = start(`${this.address.url}${path}`, {
        agent: this.agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
        },
      });
      const settle = (tried: Tried): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        resolve(tried);
      };
      const fail = (failure: unknown): void => {
        settle({ failure, reused: request.reusedSocket });
        request.destroy();
      };
      const abort = (): void => fail(signal?.reason);
      const timer = setTimeout(() => {
        fail(new EndpointError('timedOut', this.host, String(Math.ceil(timeoutMilliseconds / 1_000))));
      }, timeoutMilliseconds);
      signal?.addEventListener('abort', abort, { once: true });
      request.on('error', fail);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes > mostBytes) fail(new EndpointError('answerInvalid', this.host, 'it is too large'));
        });
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          settle({ answer: { status, headers, body: Buffer.concat(parts).toString('utf8') } });
        });
      });
      request.end(body);
    });
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DOMException('The request was cancelled.', 'AbortError');
}
