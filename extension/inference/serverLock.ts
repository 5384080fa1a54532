import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, stat, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The lock guards a few milliseconds of start-up; one this old (in milliseconds) is a dead process's. */
const staleMilliseconds = 15_000;
/** An empty lock file is being written, or its writer died just then. */
const emptyMilliseconds = 2_000;

/**
 * Runs `task` while this process alone holds the lock file at `path`. A lock left by a dead process is removed
 * by whoever wins a second lock named after the dead lock's content, so that nobody ever removes a live one.
 * @throws Error when the lock is not free within `timeoutMilliseconds`, or the folder cannot be written to
 */
export async function withLock<Result>(
  path: string,
  task: () => Promise<Result>,
  timeoutMilliseconds = 20_000,
): Promise<Result> {
  const content = `${process.pid} ${randomUUID()}`;
  const end = performance.now() + timeoutMilliseconds;
  while (!(await tryCreate(path, content))) {
    await removeIfStale(path);
    if (performance.now() > end) throw new Error(`The lock ${path} is held by another process.`);
    await sleep(5 + Math.random() * 20);
  }
  try {
    return await task();
  } finally {
    if ((await readIfThere(path)) === content) await unlinkIfThere(path);
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
  return age > staleMilliseconds || !isAlive(Number.parseInt(content, 10));
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
