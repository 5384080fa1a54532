import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Localise } from '../clientTypes.js';
import { messages } from '../messages.js';
import { isSecure } from './modelUrl.js';

/** A failure that may be gone at the next try, e.g. a connection that broke. The message fits into brackets. */
export class TransientError extends Error {
  public constructor(reason: string) {
    super(reason);
    this.name = 'TransientError';
  }
}

/** What may pass: too busy, restarting, a gateway without its server. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Sorts answers that hold no file.
 * @throws TransientError, or InterlinearError `installFailed` when asking again is of no use
 */
export function checkStatus(response: Response, url: URL, localise: Localise): void {
  if (response.url !== '' && !isSecure(new URL(response.url))) {
    throw new InterlinearError('installFailed', localise(messages.urlInsecure));
  }
  if (response.status === 200 || response.status === 206) return;
  if (passing.has(response.status)) throw new TransientError(`HTTP ${response.status}`);
  const text = localise(messages.serverAnswer, response.status, `${url.origin}${url.pathname}`);
  throw new InterlinearError('installFailed', text);
}

/** A strong validator of the content that is being sent, if the server names one. */
export function validatorOf(response: Response): string | null {
  const tag = response.headers.get('etag');
  return tag !== null && /^"[^"]*"$/.test(tag) ? tag : null;
}

/** Where the body begins and how long the whole is, as far as the server says. */
export interface BodyRange {
  readonly start: number;
  readonly total: number | null;
}

/** What of the content the body of a successful answer is; null where the server contradicts itself. */
export function rangeOf(response: Response): BodyRange | null {
  const encoded = response.headers.get('content-encoding') ?? 'identity';
  const header = response.headers.get('content-length');
  const length = header !== null && encoded === 'identity' ? Number(header) : null;
  if (response.status === 200) return { start: 0, total: length };
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (range === null) return null;
  const [start, end] = [Number(range[1]), Number(range[2])];
  if (length !== null && length !== end - start + 1) return null;
  return { start, total: range[3] === '*' ? null : Number(range[3]) };
}

/** Why `fetch` failed, as the code of the system if there is one. */
export function failureOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return error instanceof Error ? error.name : typeof error;
}

/** Whether a failure says that the server is not who it should be: no second try will change that. */
export function isCertificateFailure(code: string): boolean {
  return /CERT|SIGNATURE|TLS_/.test(code);
}
