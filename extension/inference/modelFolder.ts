import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import * as z from 'zod';

import { type Manifest, manifestSchema } from '../core/manifest.js';
import { InterlinearError } from '../core/protocol.js';

/** A folder that holds a model (DESIGN §3), with its manifest read and checked. */
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
  const path = join(directory, 'model.json');
  const manifest = parseManifest(path, await readManifest(directory, path));
  const folder = new ModelFolder(directory, manifest);
  for (const file of manifest.files) {
    const { size } = await stat(folder.path(file.path)).catch(() => ({ size: undefined }));
    if (size === undefined) throw corrupt(folder.path(file.path), 'is missing');
    if (size !== file.bytes) {
      throw corrupt(folder.path(file.path), `has ${size} bytes instead of ${file.bytes}`);
    }
  }
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
  const folder = await openModelFolder(directory);
  for (const file of folder.manifest.files) {
    const path = folder.path(file.path);
    const hash = createHash('sha256');
    const stream = createReadStream(path, options.signal ? { signal: options.signal } : {});
    for await (const chunk of stream) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== file.sha256) throw corrupt(path, 'is damaged (its sha256 is another one)');
  }
  return folder;
}

async function readManifest(directory: string, path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new InterlinearError(
      'modelNotFound',
      `There is no model in ${directory}: the file model.json cannot be read. Choose a folder that holds a model.`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : 'it is not JSON');
  }
}

function parseManifest(path: string, content: unknown): Manifest {
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) throw invalid(path, describe(parsed.error));
  const manifest = parsed.data;
  const listed = new Set(manifest.files.map((file) => file.path));
  for (const file of listed) {
    // A manifest comes from elsewhere: it must not make us read outside its own folder.
    if (isAbsolute(file) || normalize(file).split(sep).includes('..')) {
      throw invalid(path, `files: ${file} lies outside the model's folder`);
    }
  }
  const needed = [manifest.tokenizer.file, ...manifest.variants.map((variant) => variant.graph)];
  const unlisted = needed.find((file) => !listed.has(file));
  if (unlisted !== undefined) throw invalid(path, `files: ${unlisted} is used but not listed`);
  return manifest;
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return error.message;
  return `${issue.path.length > 0 ? issue.path.join('.') : 'the top level'}: ${issue.message}`;
}

function invalid(path: string, reason: string): InterlinearError {
  return new InterlinearError(
    'modelInvalid',
    `${path} does not describe a model: ${reason}. Install the model again, or choose another one.`,
  );
}

function corrupt(path: string, reason: string): InterlinearError {
  return new InterlinearError('modelCorrupt', `${path} ${reason}. Install the model again.`);
}
