import { constants, type Stats } from 'node:fs';
import { lstat, open, rm, type FileHandle } from 'node:fs/promises';
import { CliError } from '../cliError.js';

// A folder from elsewhere may hold links: through one of them a run would read or extend any file of the person's.
// Windows has no such flags; there a look before opening has to do.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/**
 * The text of a file; undefined if there is none. Links, pipes and devices are refused and never waited for.
 * @throws CliError if it is not an ordinary file; Error of the file system
 */
export async function readPlainFile(path: string): Promise<string | undefined> {
  const file = await openPlain(path, constants.O_RDONLY).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Adds to the end of a file, which is made if need be. @throws CliError if it is not an ordinary file; Error of the file system */
export async function appendPlainFile(path: string, text: string): Promise<void> {
  const file = await openPlain(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
  await file.appendFile(text).finally(() => file.close());
}

/** Writes a new file, in the place of whatever had that name. @throws Error of the file system */
export async function createPlainFile(path: string, content: Uint8Array | string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx');
  await file.writeFile(content).finally(() => file.close());
}

async function openPlain(path: string, flags: number): Promise<FileHandle> {
  if (O_NOFOLLOW === 0) refuseUnlessPlain(path, await lstat(path).catch(() => undefined));
  // Without waiting: a pipe that nobody writes to would never open.
  const file = await open(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o666).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ELOOP' || code === 'ENXIO' ? notPlain(path) : error;
  });
  try {
    refuseUnlessPlain(path, await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function refuseUnlessPlain(path: string, found: Stats | undefined): void {
  // A second name of a file elsewhere is as good as a link to it.
  if (found !== undefined && (!found.isFile() || found.nlink > 1)) throw notPlain(path);
}

function notPlain(path: string): CliError {
  return new CliError(
    `${path}: is not an ordinary file of this program but a link or the like; remove it if you trust the folder`,
  );
}
