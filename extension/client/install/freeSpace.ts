import { statfs } from 'node:fs/promises';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Localise } from '../clientTypes.js';
import { messages } from '../messages.js';

/** What others may need of the disk meanwhile. */
const reserveBytes = 32 * 2 ** 20;

/** Bytes that this user may still write into the folder; null where the system does not say. */
export async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** @throws InterlinearError `installFailed` when `needed` bytes do not fit into the folder */
export async function ensureSpace(
  directory: string,
  needed: number,
  localise: Localise,
  measure: (directory: string) => Promise<number | null> = freeBytes,
): Promise<void> {
  const free = await measure(directory);
  if (free === null || needed + reserveBytes <= free) return;
  const text = localise(messages.diskSpace, toMegabytes(needed), toMegabytes(free), directory);
  throw new InterlinearError('installFailed', text);
}

function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

/** Whether writing failed for want of room. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
