import { rename } from 'node:fs/promises';
import type * as z from 'zod';
import { appendPlainFile, createPlainFile, readPlainFile } from './plainFile.js';

/**
 * Records in a file, one line of JSON each, that are only ever added: whoever is killed while writing loses the last
 * line at most, and a line that cannot be read is passed over.
 */
export class Journal<Entry> {
  #atLineStart: boolean;

  private constructor(
    private readonly file: string,
    /** What the file held when it was opened, in order. */
    public readonly entries: readonly Entry[],
    endsInLine: boolean,
  ) {
    this.#atLineStart = endsInLine;
  }

  /** Reads the file, if there is one; creates nothing. @throws CliError (a link), Error of the file system */
  public static async open<Entry>(file: string, schema: z.ZodType<Entry>): Promise<Journal<Entry>> {
    const text = (await readPlainFile(file)) ?? '';
    const entries = text.split('\n').flatMap((line) => {
      const parsed = schema.safeParse(parse(line));
      return parsed.success ? [parsed.data] : [];
    });
    return new Journal(file, entries, text === '' || text.endsWith('\n'));
  }

  /** @throws Error of the file system */
  public async add(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const start = this.#atLineStart ? '' : '\n';
    this.#atLineStart = false;
    await appendPlainFile(this.file, start + linesOf(entries));
    this.#atLineStart = true;
  }

  /** Puts `entries` in the place of all that was there, at once. @throws Error of the file system */
  public async replace(entries: readonly Entry[]): Promise<void> {
    const part = `${this.file}.part`;
    await createPlainFile(part, linesOf(entries));
    await rename(part, this.file);
    this.#atLineStart = true;
  }
}

function linesOf(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
