import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';

/** A file that is being downloaded, perhaps in several goes, and which version of it the server sent. */
export class PartialFile {
  #output: FileHandle | null = null;
  #position = 0;

  public constructor(private readonly path: string) {}

  /** Bytes that are there. */
  public async size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** What the server called the version of what is there; null if it did not. */
  public async validator(): Promise<string | null> {
    return readFile(this.#validatorPath, 'utf8').catch(() => null);
  }

  /** Goes on writing at `position`, which is 0 or the present size. */
  public async open(position: number, validator: string | null): Promise<void> {
    this.#output = await open(this.path, position === 0 ? 'w' : 'a', 0o600);
    this.#position = position;
    if (validator !== null) await writeFile(this.#validatorPath, validator, { mode: 0o600 });
  }

  /** @returns bytes that are there now */
  public async append(chunk: Uint8Array): Promise<number> {
    await this.#output?.appendFile(chunk);
    return (this.#position += chunk.length);
  }

  public get position(): number {
    return this.#position;
  }

  /** Brings what was written to the disk. */
  public async sync(): Promise<void> {
    await this.#output?.sync();
  }

  public async close(): Promise<void> {
    const output = this.#output;
    this.#output = null;
    await output?.close();
  }

  /** It is complete: its version does not matter any more. */
  public async finish(): Promise<void> {
    await rm(this.#validatorPath, { force: true });
  }

  /** Removes it. */
  public async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await this.finish();
  }

  get #validatorPath(): string {
    return `${this.path}.etag`;
  }
}
