import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LockHeldError, withLock } from '../../node/fileLock.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Localise } from '../clientTypes.js';
import { messages } from '../messages.js';
import { codeOf } from '../privateFiles.js';
import { partSuffix, StoreFolders } from './storeFolders.js';

/** An installation that was interrupted. */
export interface InterruptedInstallation {
  readonly directory: string;
  /** Name of the model's folder, had it been finished. */
  readonly name: string;
}

/** Removes what was installed into the storage folder, and nothing else. */
export class ModelRemover {
  public constructor(
    private readonly storageDirectory: string,
    private readonly localise: Localise,
  ) {}

  /** Downloads and copies that were begun and not finished. */
  public async interrupted(): Promise<InterruptedInstallation[]> {
    const names = await readdir(this.storageDirectory).catch(() => []);
    return names
      .filter((name) => name.endsWith(partSuffix) && !name.startsWith('.'))
      .sort()
      .map((name) => ({
        directory: join(this.storageDirectory, name),
        name: name.slice(0, -partSuffix.length),
      }));
  }

  /**
   * Removes an installed model or an interrupted installation: out of sight by one rename, then from the disk.
   * @throws InterlinearError `invalidArgument` for any other folder, `installFailed` while another window works on it or
   * the system holds its files
   */
  public async remove(directory: string): Promise<void> {
    const target = resolve(directory);
    const isOurs = dirname(target) === resolve(this.storageDirectory) && !basename(target).startsWith('.');
    if (!isOurs || !(await isFolder(target))) {
      throw new InterlinearError('invalidArgument', this.localise(messages.modelNotRemovable, directory));
    }
    const folder = basename(target);
    const name = folder.endsWith(partSuffix) ? folder.slice(0, -partSuffix.length) : folder;
    const { lock, trash } = StoreFolders.named(this.storageDirectory, name);
    try {
      await withLock(
        lock,
        async () => {
          await rename(target, trash);
          await rm(trash, { recursive: true, force: true }).catch(() => undefined);
          await this.#sweep();
        },
        { timeout: 0 },
      );
    } catch (error) {
      const locked = error instanceof LockHeldError;
      const text = locked
        ? this.localise(messages.modelLocked, name)
        : this.localise(messages.modelHeld, name, codeOf(error));
      throw new InterlinearError('installFailed', text);
    }
  }

  /** What could not be deleted earlier, because a process had it open. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.storageDirectory)) {
      if (!name.startsWith('.trash-')) continue;
      await rm(join(this.storageDirectory, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
