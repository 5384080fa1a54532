import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/** Where answers and messages go. Answers only to stdout, everything else to stderr. */
export class Output {
  #closed = false;

  /** @param onClosed called once when nobody reads the answers any more (a closed pipe) */
  public constructor(
    private readonly stdout: Writable,
    private readonly stderr: Writable,
    private readonly onClosed: () => void = () => undefined,
  ) {
    stdout.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    // Nobody is left to be told.
    stderr.on('error', () => undefined);
  }

  /** Whether the reader of the answers has gone, as `head` does. */
  public get closed(): boolean {
    return this.#closed;
  }

  /** Width of the terminal that messages go to, in characters; undefined where they go elsewhere. */
  public get columns(): number | undefined {
    const { isTTY, columns } = this.stderr as Partial<WriteStream>;
    return isTTY === true ? (columns ?? 80) : undefined;
  }

  /** Writes an answer; resolves when it has been taken. @throws Error of the system, but not for a closed pipe */
  public async answer(text: string): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve, reject) => {
      this.stdout.write(text, (error) => {
        if (!error || isClosedPipe(error)) resolve();
        else reject(error);
      });
    });
  }

  /** Writes an answer as one line of JSON. */
  public json(value: unknown): Promise<void> {
    return this.answer(`${JSON.stringify(value)}\n`);
  }

  /** Writes a message, prefixed with the program's name. */
  public message(text: string): void {
    this.raw(`interlinear: ${printable(text)}\n`);
  }

  /** Writes to stderr as it stands. */
  public raw(text: string): void {
    this.stderr.write(text);
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (!isClosedPipe(error) || this.#closed) return;
    this.#closed = true;
    this.onClosed();
  }
}

/**
 * Names of files come from elsewhere: a terminal would obey the escape sequences in them, and take them for our own words where
 * they turn the direction of writing.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isClosedPipe(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'EOF';
}
