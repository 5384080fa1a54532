import { EndpointError } from './endpointError.js';

/** Where a server is. */
export interface EndpointAddress {
  /** Without a slash at the end; paths of the protocol (`/v2/…`) are appended to it. */
  readonly url: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Host, and the port where it is not the usual one: how the server is called before a person. */
  readonly host: string;
}

/**
 * The address of a server that speaks the Open Inference Protocol. Only `https:`; also `http:` to this machine itself.
 * @param allowUnencrypted `http:` to any machine, where the network itself is safe
 * @throws EndpointError `addressInvalid`, `addressPassword`, `unencrypted`
 */
export function parseEndpointAddress(text: string, allowUnencrypted: boolean): EndpointAddress {
  const given = text.trim();
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search + url.hash !== '') {
    throw new EndpointError('addressInvalid', withoutCredentials(given));
  }
  if (url.username !== '' || url.password !== '') throw new EndpointError('addressPassword');
  if (url.protocol === 'http:' && !allowUnencrypted && !isLoopback(url.hostname)) {
    throw new EndpointError('unencrypted', url.host);
  }
  // People copy the address with the protocol's own path.
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v2$/, '');
  return { url: `${url.origin}${path}`, origin: url.origin, host: url.host };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

/** What stands before an @ in an address may be a password. */
function withoutCredentials(text: string): string {
  return text.replace(/[^/@]*@/g, '').slice(0, 100);
}
