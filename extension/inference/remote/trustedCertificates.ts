import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';

import { EndpointError } from '../../core/protocol/endpointError.js';

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Newer runtimes can also read the certificate authorities of the operating system. */
type WithSystemStore = typeof tls & { getCACertificates?(store: 'system'): string[] };

/**
 * The certificate authorities to trust: the usual ones, those of the operating system where the runtime can tell, and
 * those of a file.
 * @param file path of a PEM file; undefined: none
 * @returns undefined where the runtime's own list is all there is
 * @throws EndpointError `certificateFile`
 */
export async function trustedCertificates(file: string | undefined): Promise<string[] | undefined> {
  const system = (tls as WithSystemStore).getCACertificates?.('system') ?? [];
  const own = file === undefined ? [] : await readCertificates(file);
  return system.length + own.length === 0 ? undefined : [...tls.rootCertificates, ...system, ...own];
}

async function readCertificates(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new EndpointError('certificateFile', file, reason);
  });
  const found = text.match(certificate) ?? [];
  if (found.length === 0) throw new EndpointError('certificateFile', file, 'no certificate in it');
  for (const one of found) {
    try {
      new X509Certificate(one);
    } catch {
      throw new EndpointError('certificateFile', file, 'a damaged certificate in it');
    }
  }
  return [...found];
}
