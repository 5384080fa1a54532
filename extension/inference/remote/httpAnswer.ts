import { EndpointError } from '../../core/protocol/endpointError.js';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Longest part of a server's own words that is shown. */
const mostCharacters = 200;

/** Statuses of a server that will have time later. */
export function isOverloaded(status: number): boolean {
  return [429, 502, 503, 504].includes(status);
}

/**
 * Says what an answer other than 2xx means.
 * @param token is cut out of the server's words, should it repeat it
 */
export function answerFailure(host: string, answer: HttpAnswer, token: string | undefined): EndpointError {
  const { status, headers } = answer;
  const detail = describe(answer, token);
  if (status === 401 || status === 403) return new EndpointError('unauthorized', host, `${status}`);
  if (status >= 300 && status < 400) {
    const location = String(headers['location'] ?? '');
    const target = URL.canParse(location) ? new URL(location).host : 'another path';
    return new EndpointError('redirected', host, `${status}, ${target}`);
  }
  if (isOverloaded(status)) return new EndpointError('overloaded', host, detail);
  return new EndpointError(status >= 500 ? 'failed' : 'refused', host, detail);
}

/** The status with the server's own words, as the protocol has them: `{"error": "…"}`. */
function describe({ status, body }: HttpAnswer, token: string | undefined): string {
  let words: unknown;
  try {
    words = (JSON.parse(body) as { readonly error?: unknown } | null)?.error;
  } catch {
    // A proxy answers with a page: its status has to do.
  }
  if (typeof words !== 'string' || words === '') return String(status);
  const safe = token === undefined ? words : words.replaceAll(token, '…');
  return `${status}: ${safe.replace(/\s+/g, ' ').slice(0, mostCharacters)}`;
}
