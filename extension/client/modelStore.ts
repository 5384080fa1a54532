import { readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { lazily } from '../core/text/lazily.js';
import type { Manifest } from '../core/model/manifest.js';
import { ManifestError, manifestName, readManifest } from '../node/modelFiles.js';
import { InterlinearError } from '../core/protocol/protocol.js';
import { english, type Localise } from './clientTypes.js';
import { messages } from './messages.js';
import { verifyFiles, type VerifyOptions, type VerifyReport } from './modelVerify.js';

export type { VerifyOptions, VerifyReport } from './modelVerify.js';

export interface StoredModel {
  readonly directory: string;
  readonly origin: 'bundled' | 'installed' | 'chosen';
  readonly manifest: Manifest;
  /** Sum of the sizes of its files. */
  readonly bytes: number;
}

/** A folder that should hold a model and does not. */
export interface BrokenModel {
  readonly directory: string;
  readonly origin: StoredModel['origin'];
  /** Localised. */
  readonly problem: string;
}

export interface ModelStoreOptions {
  readonly bundledDirectory: string;
  /** Folder with one folder per installed model. */
  readonly storageDirectory?: string;
  readonly localise?: Localise;
}

interface CachedManifest {
  readonly stamp: string;
  readonly manifest: Manifest;
}

/** The model folders of this machine: the bundled one, the installed ones, and any folder the user names. */
export class ModelStore {
  readonly #localise: Localise;
  readonly #cache = new Map<string, CachedManifest>();

  public constructor(private readonly options: ModelStoreOptions) {
    this.#localise = options.localise ?? english;
  }

  /** All models, the bundled one first; broken ones say what is wrong with them. */
  public async list(): Promise<(StoredModel | BrokenModel)[]> {
    const { bundledDirectory, storageDirectory } = this.options;
    const names = storageDirectory === undefined ? [] : await readdir(storageDirectory).catch(() => []);
    const folders = names
      // A download under way.
      .filter((name) => !name.endsWith('.part') && !name.startsWith('.'))
      .sort()
      .map((name) => ({ directory: join(storageDirectory ?? '', name), origin: 'installed' as const }));
    const models: (StoredModel | BrokenModel)[] = [];
    for (const folder of [{ directory: bundledDirectory, origin: 'bundled' as const }, ...folders]) {
      const isFolder = await stat(folder.directory).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (isFolder) models.push(await this.#describe(folder.directory, folder.origin));
    }
    return models;
  }

  /**
   * The model of this name, the newest with this id, or the one in this folder; without a preference the bundled one,
   * else the first installed.
   * @throws InterlinearError `modelNotFound`, `modelInvalid`
   */
  public async choose(preferred?: string): Promise<StoredModel> {
    if (preferred !== undefined && (isAbsolute(preferred) || /[\\/]/.test(preferred) || preferred === '.')) {
      return this.open(resolve(preferred));
    }
    const models = await this.list();
    const sound = models.filter((model) => 'manifest' in model);
    if (preferred === undefined) {
      if (sound[0] !== undefined) return sound[0];
      const [broken] = models;
      if (broken !== undefined && 'problem' in broken)
        throw new InterlinearError('modelInvalid', broken.problem);
      const text = this.#localise(messages.modelsMissing, this.options.bundledDirectory);
      throw new InterlinearError('modelNotFound', text);
    }
    const found =
      sound.find((model) => nameOf(model) === preferred) ??
      sound.filter((model) => model.manifest.id === preferred).sort(newestFirst)[0];
    if (found !== undefined) return found;
    const ids = sound.map(nameOf).join(', ') || '–';
    throw new InterlinearError('modelNotFound', this.#localise(messages.modelNotFound, preferred, ids));
  }

  /** The model in this folder. @throws InterlinearError `modelNotFound`, `modelInvalid` */
  public async open(directory: string): Promise<StoredModel> {
    const manifest = await this.#manifest(directory);
    const origin = directory === resolve(this.options.bundledDirectory) ? 'bundled' : 'chosen';
    return describe(directory, origin, manifest);
  }

  /** Reads all files of the model. @throws InterlinearError `modelNotFound`, `modelInvalid`; AbortError */
  public async verify(directory: string, options: VerifyOptions = {}): Promise<VerifyReport> {
    return verifyFiles(directory, await this.#manifest(directory), this.#localise, options);
  }

  async #describe(directory: string, origin: StoredModel['origin']): Promise<StoredModel | BrokenModel> {
    try {
      return describe(directory, origin, await this.#manifest(directory));
    } catch (error) {
      return { directory, origin, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Read again only when the file has changed: every request asks for it. */
  async #manifest(directory: string): Promise<Manifest> {
    const path = join(directory, manifestName);
    try {
      const found = await stat(path).catch(() => null);
      if (found === null) throw new ManifestError('missing', '');
      const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`;
      const cached = this.#cache.get(path);
      if (cached?.stamp === stamp) return cached.manifest;
      const manifest = await readManifest(directory);
      this.#cache.set(path, { stamp, manifest });
      return manifest;
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      if (error.kind === 'missing') {
        throw new InterlinearError('modelNotFound', this.#localise(messages.modelManifestMissing, directory));
      }
      const text = this.#localise(messages.modelManifestInvalid, directory, error.message);
      throw new InterlinearError('modelInvalid', text);
    }
  }
}

/** How settings name a model: an installed one by its folder in the storage, another one by its id. */
export function nameOf({ origin, directory, manifest }: StoredModel): string {
  return origin === 'installed' ? basename(directory) : manifest.id;
}

/** A collator takes milliseconds to make. */
const byNumbers = lazily(() => new Intl.Collator('en', { numeric: true }));

function newestFirst(first: StoredModel, second: StoredModel): number {
  return byNumbers().compare(second.manifest.version, first.manifest.version);
}

function describe(directory: string, origin: StoredModel['origin'], manifest: Manifest): StoredModel {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  return { directory, origin, manifest, bytes };
}
