import { constants, type Stats } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { CliError } from '../cliError.js';
import { hashOf, hashOfFile } from './hashes.js';
import { Journal } from './journal.js';
import { createPlainFile, readPlainFile } from './plainFile.js';

/** Name of the folder, inside that of the output, which remembers what was done. */
export const stateFolderName = '.interlinear';

const recordSchema = z.object({
  /** Of the file, relative to the folder. */
  path: z.string(),
  /** Hash of the source's content. */
  source: z.string(),
  /** Hash of everything else that the output depends on. */
  scope: z.string(),
  /** Hash of the output. */
  output: z.string(),
  /** Where sentences were left as they were, and why. */
  left: z.array(z.object({ line: z.number(), reason: z.string() })).optional(),
});
export type OutputRecord = z.infer<typeof recordSchema>;

/** `ours`: as we wrote it. `foreign`: somebody else's, or changed since. */
export type OutputState = 'absent' | 'ours' | 'foreign';

/**
 * The folder that the answers go to. What it did not write itself it does not touch. A file is there whole or not at
 * all, and it is written down as ours before it appears: whoever is killed in between finds everything in order.
 */
export class OutputFolder {
  readonly #records = new Map<string, OutputRecord[]>();
  #lock: string | undefined;

  private constructor(
    public readonly root: string,
    private readonly journal: Journal<OutputRecord>,
  ) {
    for (const record of journal.entries) this.#remember(record);
  }

  /** Only reads; for a dry run. @param root absolute */
  public static async inspect(root: string): Promise<OutputFolder> {
    refuseLink(join(root, stateFolderName), await lstat(join(root, stateFolderName)).catch(() => undefined));
    return new OutputFolder(root, await Journal.open(journalOf(root), recordSchema));
  }

  /**
   * Makes the folder if need be, and keeps other runs out until it is closed.
   * @throws CliError if another run is at work there; Error of the file system
   */
  public static async open(path: string): Promise<OutputFolder> {
    await makeFolder(resolve(path));
    const root = await realpath(path);
    const state = join(root, stateFolderName);
    await plainFolder(state);
    const lock = await takeLock(join(state, 'lock'), root);
    const left = (await readdir(state)).filter((name) => name.endsWith('.part'));
    await Promise.all(left.map((name) => rm(join(state, name), { force: true })));
    const folder = await OutputFolder.inspect(root);
    folder.#lock = lock;
    return folder;
  }

  /** Path of a file of the run's own memory. */
  public stateFile(name: string): string {
    return join(this.root, stateFolderName, name);
  }

  /** What was last written for a source file. */
  public record(path: string): OutputRecord | undefined {
    return this.#records.get(path)?.at(-1);
  }

  /** @throws CliError if something other than a file is there; Error of the file system */
  public async stateOf(path: string): Promise<{ readonly state: OutputState; readonly hash?: string }> {
    const target = join(this.root, path);
    const found = await lstat(target).catch(() => undefined);
    if (found === undefined) return { state: 'absent' };
    if (!found.isFile())
      throw new CliError(`${target}: is in the way: a link or folder, which is not replaced`);
    const hash = await hashOfFile(target);
    if (hash === undefined) return { state: 'absent' };
    const ours = this.#records.get(path)?.some(({ output }) => output === hash) === true;
    return { state: ours ? 'ours' : 'foreign', hash };
  }

  /**
   * @param mode permissions of the source: what could be run can be run
   * @throws CliError (a link is in the way); Error of the file system
   */
  public async write(
    record: Omit<OutputRecord, 'output'>,
    content: Uint8Array,
    mode?: number,
  ): Promise<void> {
    await this.#put({ ...record, output: hashOf(content) }, async (part) => {
      await createPlainFile(part, content);
      if (mode !== undefined) await chmod(part, mode & 0o777);
    });
  }

  /** Copies a file as it is. @throws CliError (a link is in the way); Error of the file system */
  public async copy(record: Omit<OutputRecord, 'output'>, file: string): Promise<void> {
    await this.#put({ ...record, output: record.source }, (part) =>
      copyFile(file, part, constants.COPYFILE_EXCL),
    );
  }

  /** Forgets what has been overtaken, and lets other runs in. */
  public async close(): Promise<void> {
    const last = [...this.#records.values()].flatMap((records) => records.slice(-1));
    try {
      if (last.length < this.journal.entries.length) await this.journal.replace(last);
    } finally {
      if (this.#lock !== undefined) await rm(this.#lock, { force: true });
    }
  }

  async #put(record: OutputRecord, make: (part: string) => Promise<void>): Promise<void> {
    const target = join(this.root, record.path);
    const part = this.stateFile(`${hashOf(record.path)}.part`);
    await this.#makeFolders(record.path);
    try {
      await make(part);
      await this.journal.add([record]);
      this.#remember(record);
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** A link in the place of a folder would lead the answer out of here. */
  async #makeFolders(path: string): Promise<void> {
    const parts = path.split('/').slice(0, -1);
    for (let length = 1; length <= parts.length; length++) {
      await plainFolder(join(this.root, ...parts.slice(0, length)));
    }
  }

  #remember(record: OutputRecord): void {
    this.#records.set(record.path, [...(this.#records.get(record.path) ?? []), record]);
  }
}

function journalOf(root: string): string {
  return join(root, stateFolderName, 'files.jsonl');
}

/** Not with `recursive`: where a file system refuses to make folders by saying that there is none, Node asks for ever. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

async function plainFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined) await mkdir(folder);
  else refuseLink(folder, found);
}

function refuseLink(folder: string, found: Stats | undefined): void {
  if (found?.isDirectory() === false)
    throw new CliError(`${folder}: is in the way: not a folder, or a link to one`);
}

/** A file with the number of the process; that of a process which is no more counts for nothing. */
async function takeLock(file: string, root: string): Promise<string> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid)).finally(() => handle.close());
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readPlainFile(file).catch(() => ''));
      if (owner !== process.pid && isAlive(owner)) break;
      await rm(file, { force: true });
    }
  }
  throw new CliError(
    `${dirname(dirname(file))}: another run is writing to ${root}. Wait until it has ended.`,
  );
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
