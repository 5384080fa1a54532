import type { Manifest } from '../core/model/manifest.js';
import { checkContent, type FileProblem, type ModelFile } from '../node/modelFiles.js';
import type { Localise } from './clientTypes.js';
import { messages } from './messages.js';

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

/** Compares every file of a model folder with the manifest: size and SHA-256. @throws AbortError */
export async function verifyFiles(
  directory: string,
  manifest: Manifest,
  localise: Localise,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const files: VerifyReport['files'][number][] = [];
  for (const file of manifest.files) {
    const { path, bytes } = file;
    const problem = await checkContent(directory, file, {
      signal: options.signal,
      onBytes: (done) => options.onProgress?.(path, done, bytes),
    });
    files.push(
      problem === null ? { path, bytes } : { path, bytes, problem: explainFile(file, problem, localise) },
    );
  }
  return { manifest, files, ok: files.every((file) => file.problem === undefined) };
}

/** What is wrong with a file, localised, in words that fit after its name and a colon. */
export function explainFile(file: ModelFile, problem: FileProblem, localise: Localise): string {
  switch (problem.kind) {
    case 'missing':
      return localise(messages.modelFileMissing);
    case 'size':
      return localise(messages.modelFileSize, problem.bytes, file.bytes);
    case 'hash':
      return localise(messages.modelFileHash);
    case 'unreadable':
      return localise(messages.modelFileUnreadable, problem.code);
  }
}
