import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Mutual proof that client and process belong to the same user. Both read a secret from a file that only the
 * owner may read and prove it over the other's nonce, without sending it. On Unix the socket's permissions
 * say the same; a Windows pipe has a world-visible name which somebody else could have taken first.
 */
export type HandshakeRole = 'client' | 'server';

/** 128 random bits, hexadecimal. */
export function createNonce(): string {
  return randomBytes(16).toString('hex');
}

/** 256 random bits, hexadecimal. */
export function createSecret(): string {
  return randomBytes(32).toString('hex');
}

export function isSecret(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** HMAC-SHA256 of role and nonce under the secret, hexadecimal. */
export function createProof(secret: string, role: HandshakeRole, nonce: string): string {
  return createHmac('sha256', secret).update(`${role}:${nonce}`).digest('hex');
}

/** Compares in constant time. */
export function isProof(proof: unknown, secret: string, role: HandshakeRole, nonce: unknown): boolean {
  if (typeof proof !== 'string' || typeof nonce !== 'string') return false;
  const expected = Buffer.from(createProof(secret, role, nonce));
  const actual = Buffer.from(proof);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
