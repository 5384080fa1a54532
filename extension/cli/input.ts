import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InterlinearError } from '../core/protocol/protocol.js';
import { abortError } from '../node/wire.js';
import { decodeUtf8 } from './utf8.js';

/** A text and what surrounded it; `frame` puts them around an answer. */
export interface InputText {
  readonly text: string;
  /** Gives an answer the byte order mark and the line end that the input had. */
  readonly frame: (answer: string) => string;
}

/**
 * Reads a whole file, or stdin for `-`.
 * @throws CliError (not UTF-8); InterlinearError `emptyInput`; Error of the file system; AbortError
 */
export async function readInput(file: string, stdin: Readable, signal: AbortSignal): Promise<InputText> {
  const name = file === '-' ? 'standard input' : file;
  const bytes = file === '-' ? await readAll(stdin, signal) : await readNamed(file, signal);
  const decoded = decodeUtf8(bytes, name);
  const mark = decoded.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = decoded.slice(mark.length);
  if (text.trim() === '') throw new InterlinearError('emptyInput', `${name}: there is no text in it.`);
  const [end = ''] = /(?:\r?\n)*$/.exec(text) ?? [];
  return { text, frame: (answer) => mark + answer.replace(/(?:\r?\n)+$/, '') + end };
}

async function readNamed(file: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readFile(file, { signal });
  } catch (error) {
    // Node names the file only when it fails to open it, not when it fails to read it.
    throw error instanceof Error && !('path' in error) ? Object.assign(error, { path: file }) : error;
  }
}

async function readAll(stdin: Readable, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stop = (): void => void stdin.destroy(abortError());
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) throw abortError();
    for await (const chunk of stdin) chunks.push(chunk as Buffer);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}
