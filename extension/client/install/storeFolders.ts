import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Manifest } from '../../core/model/manifest.js';
import { isPortablePath } from '../../core/model/portablePath.js';

/** Ends the names of folders that hold an interrupted installation. */
export const partSuffix = '.part';

/** Where a model of one id and version is installed, and the folders and files around it, all beside each other. */
export class StoreFolders {
  /** A name that nobody has, for what is going to be deleted. */
  public readonly trash: string;

  private constructor(
    private readonly storage: string,
    /** Name of the model's folder, e.g. `mini@0.1.0`; also how settings name it. */
    public readonly name: string,
  ) {
    this.trash = join(storage, `.trash-${randomUUID()}`);
  }

  public static of(storage: string, { id, version }: Pick<Manifest, 'id' | 'version'>): StoreFolders {
    const plain = `${id}@${version}`;
    const usable =
      isPortablePath(plain) && !plain.includes('/') && !plain.endsWith(partSuffix) && plain.length <= 80;
    const digest = createHash('sha256').update(plain).digest('hex').slice(0, 16);
    return new StoreFolders(storage, usable ? plain : `model@${digest}`);
  }

  /** @param name of a model's folder that exists */
  public static named(storage: string, name: string): StoreFolders {
    return new StoreFolders(storage, name);
  }

  /** The installed model. */
  public get model(): string {
    return join(this.storage, this.name);
  }

  /** What is being installed; it stays when that is interrupted. */
  public get part(): string {
    return join(this.storage, `${this.name}${partSuffix}`);
  }

  /** What will be the model's folder. */
  public get content(): string {
    return join(this.part, 'content');
  }

  /** Where a file with this checksum lies until it is complete. */
  public partial(sha256: string): string {
    return join(this.part, 'partial', sha256);
  }

  public get lock(): string {
    return join(this.storage, `.${this.name}.lock`);
  }
}
