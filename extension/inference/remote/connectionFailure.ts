import { EndpointError } from '../../core/protocol/endpointError.js';

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
