import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock, LockHeldError } from '../../node/fileLock.js';
import {
  checkContent,
  checkSize,
  ManifestError,
  manifestName,
  parseManifest,
  type ModelFile,
} from '../../node/modelFiles.js';
import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import { english, silentLogger, type Localise, type Logger } from '../clientTypes.js';
import { messages } from '../messages.js';
import { explainFile } from '../modelVerify.js';
import { codeOf } from '../privateFiles.js';
import { copyFile } from './copyFile.js';
import { Downloader, type DownloaderOptions } from './downloader.js';
import { ensureSpace, isDiskFull } from './freeSpace.js';
import { ModelUrl } from './modelUrl.js';
import { StoreFolders } from './storeFolders.js';

export interface InstallProgress {
  /** `waiting`: another window installs the same model. */
  readonly stage: 'waiting' | 'checking' | 'copying' | 'downloading';
  /** Bytes of all files, those that were there already included. */
  readonly done: number;
  readonly total: number;
}

export interface InstallOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: InstallProgress) => void;
}

export interface InstalledModel {
  readonly manifest: Manifest;
  readonly directory: string;
  /** How settings name it. */
  readonly name: string;
  /** It was there already. */
  readonly unchanged: boolean;
}

export interface ModelInstallerOptions extends Partial<Pick<DownloaderOptions, 'fetch' | 'limits'>> {
  /** Folder with one folder per installed model. */
  readonly storageDirectory: string;
  readonly localise?: Localise;
  readonly log?: Logger;
  /** Bytes free in a folder; null where nobody knows. */
  readonly freeBytes?: (directory: string) => Promise<number | null>;
}

const largestManifest = 8 * 2 ** 20;

/** Brings the content of one file to `target`, whose folder exists. */
type Bring = (file: ModelFile, target: string, onBytes: (done: number) => void) => Promise<void>;

/**
 * Installs models into the storage folder, from another folder or from a server. A model appears there complete and
 * verified, by one rename, or not at all; one window at a time works on it, and what was interrupted is gone on with.
 */
export class ModelInstaller {
  readonly #localise: Localise;
  readonly #downloader: Downloader;

  public constructor(private readonly options: ModelInstallerOptions) {
    this.#localise = options.localise ?? english;
    const { fetch, limits } = options;
    this.#downloader = new Downloader({
      localise: this.#localise,
      log: options.log ?? silentLogger,
      ...(fetch && { fetch }),
      ...(limits && { limits }),
    });
  }

  /**
   * Copies a model folder, after all of its files have been compared with its manifest.
   * @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`, `installFailed`; the signal's reason
   */
  public async fromFolder(directory: string, options: InstallOptions): Promise<InstalledModel> {
    const text = await readFile(join(directory, manifestName), 'utf8').catch(() => {
      throw new InterlinearError('modelNotFound', this.#localise(messages.modelManifestMissing, directory));
    });
    const manifest = this.#parse(text, directory);
    await this.#verify(directory, manifest, options);
    return this.#install(manifest, text, 'copying', options, (file, target, onBytes) =>
      copyFile(join(directory, file.path), target, { signal: options.signal, onBytes }),
    );
  }

  /**
   * Downloads the model folder at this address. Call it again to go on with an interrupted download.
   * @throws InterlinearError `invalidArgument`, `modelInvalid`, `modelCorrupt`, `installFailed`; the signal's reason
   */
  public async fromUrl(address: string, options: InstallOptions): Promise<InstalledModel> {
    const url = ModelUrl.parse(address, this.#localise);
    const text = await this.#downloader.text(url.file(manifestName), largestManifest, options.signal);
    const manifest = this.#parse(text, url.toString());
    const folders = StoreFolders.of(this.options.storageDirectory, manifest);
    return this.#install(manifest, text, 'downloading', options, async (file, target, onBytes) => {
      const partial = folders.partial(file.sha256);
      await mkdir(dirname(partial), { recursive: true });
      await this.#downloader.file(url.file(file.path), partial, file, { signal: options.signal, onBytes });
      await rename(partial, target);
    });
  }

  async #install(
    manifest: Manifest,
    text: string,
    stage: InstallProgress['stage'],
    options: InstallOptions,
    bring: Bring,
  ): Promise<InstalledModel> {
    const folders = StoreFolders.of(this.options.storageDirectory, manifest);
    const { name, model: directory } = folders;
    try {
      await mkdir(this.options.storageDirectory, { recursive: true, mode: 0o700 });
      const work = async (): Promise<InstalledModel> => {
        const unchanged = await isInstalled(folders, manifest, options.signal);
        if (!unchanged) await this.#fill(folders, manifest, text, stage, options, bring);
        return { manifest, directory, name, unchanged };
      };
      const total = bytesOf(manifest.files);
      return await withLock(folders.lock, work, { timeout: 0 }).catch((error: unknown) => {
        if (!(error instanceof LockHeldError)) throw error;
        options.onProgress?.({ stage: 'waiting', done: 0, total });
        return withLock(folders.lock, work, { timeout: Infinity, signal: options.signal });
      });
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof InterlinearError) throw error;
      const message = isDiskFull(error)
        ? this.#localise(messages.diskFull, this.options.storageDirectory)
        : this.#localise(messages.modelCopyFailed, codeOf(error));
      throw new InterlinearError('installFailed', message);
    }
  }

  async #fill(
    folders: StoreFolders,
    manifest: Manifest,
    text: string,
    stage: InstallProgress['stage'],
    options: InstallOptions,
    bring: Bring,
  ): Promise<void> {
    const total = bytesOf(manifest.files);
    const { storageDirectory, freeBytes } = this.options;
    const present: ModelFile[] = [];
    for (const file of manifest.files) {
      if ((await checkContent(folders.content, file, { signal: options.signal })) === null)
        present.push(file);
    }
    let done = bytesOf(present);
    const begun = await Promise.all(manifest.files.map(({ sha256 }) => sizeOf(folders.partial(sha256))));
    const needed = total - done - begun.reduce((sum, size) => sum + size, 0);
    await ensureSpace(storageDirectory, needed, this.#localise, freeBytes);
    await mkdir(folders.content, { recursive: true });
    for (const file of manifest.files) {
      if (present.includes(file)) continue;
      const target = join(folders.content, file.path);
      await mkdir(dirname(target), { recursive: true });
      await bring(file, target, (bytes) => options.onProgress?.({ stage, done: done + bytes, total }));
      const problem = await checkContent(folders.content, file, { signal: options.signal });
      if (problem !== null) {
        await rm(target, { force: true });
        throw this.#broken(folders.content, file, problem);
      }
      done += file.bytes;
    }
    await writeFile(join(folders.content, manifestName), text);
    options.signal.throwIfAborted();
    await publish(folders);
  }

  async #verify(directory: string, { files }: Manifest, options: InstallOptions): Promise<void> {
    const total = bytesOf(files);
    let done = 0;
    for (const file of files) {
      const onBytes = (bytes: number): void =>
        options.onProgress?.({ stage: 'checking', done: done + bytes, total });
      const problem = await checkContent(directory, file, { signal: options.signal, onBytes });
      if (problem !== null) throw this.#broken(directory, file, problem);
      done += file.bytes;
    }
  }

  #parse(text: string, where: string): Manifest {
    try {
      return parseManifest(text);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      const message = this.#localise(messages.modelManifestInvalid, where, error.message);
      throw new InterlinearError('modelInvalid', message);
    }
  }

  #broken(directory: string, file: ModelFile, problem: Parameters<typeof explainFile>[1]): InterlinearError {
    const reason = explainFile(file, problem, this.#localise);
    const text = this.#localise(messages.modelFilesBroken, directory, file.path, reason);
    return new InterlinearError('modelCorrupt', text);
  }
}

function bytesOf(files: readonly ModelFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Whether this very model is there, whole. */
async function isInstalled(
  { model }: StoreFolders,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<boolean> {
  const text = await readFile(join(model, manifestName), 'utf8').catch(() => null);
  if (text === null) return false;
  try {
    const installed = parseManifest(text);
    if (JSON.stringify(installed) !== JSON.stringify(manifest)) return false;
  } catch {
    return false;
  }
  for (const file of manifest.files) if ((await checkSize(model, file)) !== null) return false;
  for (const file of manifest.files) if ((await checkContent(model, file, { signal })) !== null) return false;
  return true;
}

/** Puts the finished folder in its place by one rename; what was there before is put back if that fails. */
async function publish(folders: StoreFolders): Promise<void> {
  const { trash } = folders;
  const replaced = await rename(folders.model, trash).then(
    () => true,
    () => false,
  );
  try {
    await rename(folders.content, folders.model);
  } catch (error) {
    if (replaced) await rename(trash, folders.model);
    throw error;
  }
  // What cannot be deleted now, because it is open, is hidden and harms nobody.
  await rm(folders.part, { recursive: true, force: true }).catch(() => undefined);
  await rm(trash, { recursive: true, force: true }).catch(() => undefined);
}
