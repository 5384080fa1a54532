import { chmod, lstat, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecret, isSecret } from '../node/handshake.js';
import { InterlinearError } from '../core/protocol/protocol.js';
import type { Localise } from './clientTypes.js';
import { messages } from './messages.js';

/**
 * Creates the folder if need be and sees to it that only its owner may enter.
 * @throws InterlinearError `processFailed` when it is not a folder, not ours, or cannot be made
 */
export async function ensurePrivateFolder(directory: string, localise: Localise): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const found = await lstat(directory);
    if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    if (process.getuid === undefined) return;
    if (found.uid !== process.getuid()) {
      throw new InterlinearError('processFailed', localise(messages.folderNotOurs, directory));
    }
    if ((found.mode & 0o077) !== 0) await chmod(directory, 0o700);
  } catch (error) {
    if (error instanceof InterlinearError) throw error;
    throw new InterlinearError('processFailed', localise(messages.folderFailed, directory, codeOf(error)));
  }
}

/** A file this young (in milliseconds) may still be being written by another window. */
const writingMilliseconds = 2_000;

/** Reads the secret that client and process share, and creates it the first time. @throws Error of the file system */
export async function ensureSecret(path: string): Promise<string> {
  for (;;) {
    const found = await readSecret(path);
    if (found !== null) return found;
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(createSecret());
      } finally {
        await file.close();
      }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      await removeIfDamaged(path);
      await sleep(20);
    }
  }
}

async function readSecret(path: string): Promise<string | null> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return isSecret(text) ? text : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function removeIfDamaged(path: string): Promise<void> {
  try {
    const { mtimeMs } = await lstat(path);
    if (Date.now() - mtimeMs > writingMilliseconds && (await readSecret(path)) === null) await unlink(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** The code of a system error, e.g. `ENOSPC`, or the name of another error. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
