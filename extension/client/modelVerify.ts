import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { Manifest } from '../core/manifest.js';
import { abortError } from '../core/wire.js';
import type { Localise } from './clientTypes.js';
import { messages } from './messages.js';
import { codeOf } from './privateFiles.js';

export interface VerifyReport {
  readonly manifest: Manifest;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly problem?: string }[];
  readonly ok: boolean;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Bytes of `file` read so far, of those it should have. */
  readonly onProgress?: (file: string, done: number, total: number) => void;
}

const chunkBytes = 1 << 20;

/** Compares every file of a model folder with the manifest: size and SHA-256. @throws AbortError */
export async function verifyFiles(
  directory: string,
  manifest: Manifest,
  localise: Localise,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const files: VerifyReport['files'][number][] = [];
  for (const { path, bytes, sha256 } of manifest.files) {
    const problem = await check(join(directory, path), { path, bytes, sha256 }, localise, options);
    files.push(problem === null ? { path, bytes } : { path, bytes, problem });
  }
  return { manifest, files, ok: files.every((file) => file.problem === undefined) };
}

async function check(
  path: string,
  expected: Manifest['files'][number],
  localise: Localise,
  options: VerifyOptions,
): Promise<string | null> {
  // A manifest comes from elsewhere: it must not make us read outside its own folder.
  if (isAbsolute(expected.path) || normalize(expected.path).split(sep).includes('..')) {
    return localise(messages.modelFileOutside);
  }
  try {
    const { size } = await stat(path);
    if (size !== expected.bytes) return localise(messages.modelFileSize, size, expected.bytes);
    const actual = await hash(path, (done) => {
      if (options.signal?.aborted === true) throw abortError();
      options.onProgress?.(expected.path, done, expected.bytes);
    });
    return actual === expected.sha256 ? null : localise(messages.modelFileHash);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    const code = codeOf(error);
    return code === 'ENOENT'
      ? localise(messages.modelFileMissing)
      : localise(messages.modelFileUnreadable, code);
  }
}

async function hash(path: string, onChunk: (done: number) => void): Promise<string> {
  const file = await open(path, 'r');
  try {
    const digest = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let done = 0;
    onChunk(done);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return digest.digest('hex');
      digest.update(buffer.subarray(0, bytesRead));
      done += bytesRead;
      onChunk(done);
    }
  } finally {
    await file.close();
  }
}
