import { join } from 'node:path';

import type { Manifest } from '../core/model/manifest.js';
import {
  checkContent,
  checkSize,
  ManifestError,
  manifestName,
  readManifest,
  type FileProblem,
  type ModelFile,
} from '../node/modelFiles.js';
import { InterlinearError } from '../core/protocol/protocol.js';

/** A folder that holds a model, with its manifest read and checked. */
export class ModelFolder {
  public constructor(
    public readonly directory: string,
    public readonly manifest: Manifest,
  ) {}

  /** Path of one of the model's files. */
  public path(file: string): string {
    return join(this.directory, file);
  }
}

/**
 * Reads the manifest of a model folder, and checks that its files are there and have the right size.
 * @throws InterlinearError `modelNotFound`, `modelInvalid` (the manifest), `modelCorrupt` (a file)
 */
export async function openModelFolder(directory: string): Promise<ModelFolder> {
  const folder = new ModelFolder(directory, await manifestOf(directory));
  for (const file of folder.manifest.files) {
    const problem = await checkSize(directory, file);
    if (problem !== null) throw corrupt(folder.path(file.path), file, problem);
  }
  return folder;
}

/**
 * A folder of which only tokenizer and lexicon are used, because the model runs elsewhere: its other files may be missing.
 * @throws InterlinearError as `openModelFolder`
 */
export async function openClientFolder(directory: string): Promise<ModelFolder> {
  const folder = new ModelFolder(directory, await manifestOf(directory));
  const { files, tokenizer, spelling } = folder.manifest;
  const used = [tokenizer.file, spelling?.lexicon];
  await verifyFiles(
    folder,
    files.filter(({ path }) => used.includes(path)),
  );
  return folder;
}

/**
 * As `openModelFolder`, and also compares the sha256 of every file.
 * @throws InterlinearError as `openModelFolder`; DOMException `AbortError`
 */
export async function verifyModel(
  directory: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ModelFolder> {
  const folder = new ModelFolder(directory, await manifestOf(directory));
  await verifyFiles(folder, folder.manifest.files, options);
  return folder;
}

/** Compares some of a model's files with their size and sha256. @throws InterlinearError `modelCorrupt`; DOMException `AbortError` */
export async function verifyFiles(
  folder: ModelFolder,
  files: readonly ModelFile[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  for (const file of files) {
    const problem = await checkContent(folder.directory, file, options);
    if (problem !== null) throw corrupt(folder.path(file.path), file, problem);
  }
}

async function manifestOf(directory: string): Promise<Manifest> {
  try {
    return await readManifest(directory);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    if (error.kind === 'missing') {
      throw new InterlinearError(
        'modelNotFound',
        'There is no model in {0}: the file {1} cannot be read. Choose a folder that holds a model.',
        [directory, manifestName],
      );
    }
    throw new InterlinearError(
      'modelInvalid',
      '{0} does not describe a model: {1}. Install the model again, or choose another one.',
      [join(directory, manifestName), error.message],
    );
  }
}

function corrupt(path: string, file: ModelFile, problem: FileProblem): InterlinearError {
  switch (problem.kind) {
    case 'missing':
      return new InterlinearError('modelCorrupt', '{0} is missing. Install the model again.', [path]);
    case 'size':
      return new InterlinearError(
        'modelCorrupt',
        '{0} has {1} bytes instead of {2}. Install the model again.',
        [path, problem.bytes, file.bytes],
      );
    case 'hash':
      return new InterlinearError(
        'modelCorrupt',
        '{0} is damaged (its sha256 is another one). Install the model again.',
        [path],
      );
    case 'unreadable':
      return new InterlinearError('modelCorrupt', '{0} cannot be read ({1}). Install the model again.', [
        path,
        problem.code,
      ]);
  }
}
