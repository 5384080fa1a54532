import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A living owner touches its lock file more often than this, in milliseconds. */
const staleMilliseconds = 15_000;
const touchMilliseconds = 3_000;
/** An empty lock file is being written, or its writer died just then. */
const emptyMilliseconds = 2_000;
/** Between two looks at a lock that somebody holds for long, in milliseconds. */
const longestPause = 250;

export interface LockOptions {
  /** How long to wait for it, in milliseconds. Default 20 seconds. */
  readonly timeout?: number;
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
}

/** Somebody else held the lock for as long as was waited for it. */
export class LockHeldError extends Error {
  public constructor(path: string) {
    super(`The lock ${path} is held by another process.`);
    this.name = 'LockHeldError';
  }
}

/**
 * Runs `task` while this process alone holds the lock file at `path`. A lock left by a dead process is removed
 * by whoever wins a second lock named after the dead lock's content, so that nobody ever removes a live one.
 * @throws LockHeldError when the lock is not free in time; the signal's reason; Error when the folder cannot be written to
 */
export async function withLock<Result>(
  path: string,
  task: () => Promise<Result>,
  { timeout = 20_000, signal }: LockOptions = {},
): Promise<Result> {
  // A folder may be shared by machines, whose process ids mean nothing to each other.
  const content = `${process.pid} ${hostname()} ${randomUUID()}`;
  const end = performance.now() + timeout;
  for (let pause = 15; !(await tryCreate(path, content)); pause = Math.min(pause * 1.1, longestPause)) {
    await removeIfStale(path);
    if (performance.now() > end) throw new LockHeldError(path);
    signal?.throwIfAborted();
    await sleep(pause * (0.3 + Math.random()));
  }
  const touching = setInterval(() => void touch(path, content), touchMilliseconds);
  try {
    return await task();
  } finally {
    clearInterval(touching);
    if ((await readIfThere(path)) === content) await unlinkIfThere(path);
  }
}

async function touch(path: string, content: string): Promise<void> {
  try {
    const now = new Date();
    if ((await readIfThere(path)) === content) await utimes(path, now, now);
  } catch {
    // It looks older than it is, until the next time.
  }
}

async function tryCreate(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
    } catch (error) {
      // A full disk; nobody should have to wait for this lock.
      await unlinkIfThere(path);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function removeIfStale(path: string): Promise<void> {
  const content = await readIfThere(path);
  if (content === null || !(await isStale(path, content))) return;
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const permit = `${path}.${name}`;
  if (!(await tryCreate(permit, ''))) {
    if ((await ageOf(permit)) > staleMilliseconds) await unlinkIfThere(permit);
    return;
  }
  try {
    if ((await readIfThere(path)) === content) await unlinkIfThere(path);
  } finally {
    await unlinkIfThere(permit);
  }
}

async function isStale(path: string, content: string): Promise<boolean> {
  const age = await ageOf(path);
  if (content === '') return age > emptyMilliseconds;
  const [processId = '', host] = content.split(' ');
  return age > staleMilliseconds || (host === hostname() && !isAlive(Number.parseInt(processId, 10)));
}

function isAlive(processId: number): boolean {
  if (!(processId > 0)) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Milliseconds since the file was written; 0 when it is gone. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** Whether `error` is a system error with this code, e.g. `EEXIST`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
