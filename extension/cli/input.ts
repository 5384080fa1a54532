import { readFile } from 'node:fs/promises';
import { Failure } from './failure.js';
import { decodeUtf8 } from './utf8.js';

/** A text and the byte order mark it came with, which goes back to where it was. */
export interface InputText {
  readonly mark: string;
  readonly text: string;
}

/**
 * Reads a file, or the standard input for `-` and for no name.
 * @throws Failure if it cannot be read, is not UTF-8, or holds nothing but white space
 */
export async function readInput(file: string | undefined, stdin: AsyncIterable<unknown>): Promise<InputText> {
  const isStdin = file === undefined || file === '-';
  const name = isStdin ? 'the standard input' : file;
  const bytes = isStdin ? await readAll(stdin) : await readNamed(file);
  const text = decodeUtf8(bytes, name);
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const rest = text.slice(mark.length);
  if (rest.trim() === '') throw new Failure(`${name} is empty: there is nothing to work on.`);
  return { mark, text: rest };
}

async function readNamed(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'permission denied',
    };
    throw new Failure(`cannot read ${file}: ${reasons[code] ?? code}.`);
  }
}

async function readAll(stdin: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
