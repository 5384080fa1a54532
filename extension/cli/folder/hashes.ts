import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of bytes or a text, short enough for one line of a file. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64url');
}

/** SHA-256 of a value's JSON. */
export function hashOfValue(value: unknown): string {
  return hashOf(JSON.stringify(value));
}

/** SHA-256 of a file of any size; undefined if there is none. @throws Error of the file system */
export async function hashOfFile(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('base64url');
}
