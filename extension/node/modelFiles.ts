import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { manifestSchema, type Manifest } from '../core/model/manifest.js';
import { isPortablePath } from '../core/model/portablePath.js';

/** Name of the manifest in every model folder. */
export const manifestName = 'model.json';

/** In bytes; templates and languages are all that makes one long. */
const mostManifestBytes = 16 * 2 ** 20;

export type ModelFile = Manifest['files'][number];

/** What is wrong with a file of a model; whoever tells a person chooses the words. */
export type FileProblem =
  | { readonly kind: 'missing' | 'hash' }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'unreadable'; readonly code: string };

/** There is no manifest (`missing`), or it describes no model (`invalid`); the message says why. */
export class ManifestError extends Error {
  public constructor(
    public readonly kind: 'missing' | 'invalid',
    reason: string,
  ) {
    super(reason);
    this.name = 'ManifestError';
  }
}

/** Reads and checks the manifest of a model folder. @throws ManifestError */
export async function readManifest(directory: string): Promise<Manifest> {
  let text: string;
  try {
    const path = join(directory, manifestName);
    const found = await stat(path);
    // A pipe would be waited for, and a device never ends.
    if (!found.isFile()) throw new ManifestError('invalid', 'it is not a file');
    if (found.size > mostManifestBytes) throw new ManifestError('invalid', 'it is too large');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ManifestError) throw error;
    throw new ManifestError('missing', codeOf(error));
  }
  return parseManifest(text);
}

/**
 * The manifest in this text. It comes from elsewhere: no path in it leads out of the model's folder.
 * @throws ManifestError `invalid`
 */
export function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new ManifestError('invalid', describe(parsed.error));
  const manifest = parsed.data;
  const seen = new Set<string>([manifestName]);
  for (const { path } of manifest.files) {
    if (!isPortablePath(path)) {
      throw new ManifestError(
        'invalid',
        `files: ${path} is no plain path, or lies outside the model's folder`,
      );
    }
    // Disks of Windows and macOS take both spellings for the same file.
    const folded = path.toLowerCase();
    if (seen.has(folded)) throw new ManifestError('invalid', `files: ${path} is listed twice`);
    seen.add(folded);
  }
  if (manifest.variants.length === 0 && !manifest.serving) {
    throw new ManifestError('invalid', 'variants: there is none');
  }
  const listed = new Set(manifest.files.map(({ path }) => path));
  const lexicon = manifest.spelling ? [manifest.spelling.lexicon] : [];
  const { languages = {}, pairs = {} } = manifest.drafts ?? {};
  const drafts = [...Object.values(languages), ...Object.values(pairs)];
  const graphs = manifest.variants.map(({ graph }) => graph);
  const needed = [manifest.tokenizer.file, ...lexicon, ...drafts, ...graphs];
  const unlisted = needed.find((path) => !listed.has(path));
  if (unlisted !== undefined) {
    throw new ManifestError('invalid', `files: ${unlisted} is used but not listed`);
  }
  return manifest;
}

/** Whether the file is there and has its size; reads nothing of it. @returns null when all is right */
export async function checkSize(directory: string, file: ModelFile): Promise<FileProblem | null> {
  try {
    const found = await stat(join(directory, file.path));
    const { size } = found;
    if (!found.isFile()) return { kind: 'unreadable', code: 'not a file' };
    return size === file.bytes ? null : { kind: 'size', bytes: size };
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * Compares a file with its size and SHA-256.
 * @param onBytes told how many bytes have been read so far
 * @returns null when all is right
 * @throws DOMException `AbortError`
 */
export async function checkContent(
  directory: string,
  file: ModelFile,
  options: { readonly signal?: AbortSignal | undefined; readonly onBytes?: (done: number) => void } = {},
): Promise<FileProblem | null> {
  options.signal?.throwIfAborted();
  const problem = await checkSize(directory, file);
  if (problem !== null) return problem;
  try {
    const digest = createHash('sha256');
    await readChunks(join(directory, file.path), (chunk, done) => {
      options.signal?.throwIfAborted();
      digest.update(chunk);
      options.onBytes?.(done);
    });
    return digest.digest('hex') === file.sha256 ? null : { kind: 'hash' };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return problemOf(error);
  }
}

const chunkBytes = 1 << 20;

/**
 * Hands over a file piece by piece; a piece is valid until the call returns or its promise is settled.
 * @throws Error of the file system, or what `take` throws
 */
export async function readChunks(
  path: string,
  take: (chunk: Uint8Array, done: number) => Promise<void> | void,
): Promise<void> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let done = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      done += bytesRead;
      await take(buffer.subarray(0, bytesRead), done);
    }
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ManifestError('invalid', error instanceof Error ? error.message : 'it is not JSON');
  }
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return error.message;
  return `${issue.path.length > 0 ? issue.path.join('.') : 'the top level'}: ${issue.message}`;
}

function problemOf(error: unknown): FileProblem {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', code };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
