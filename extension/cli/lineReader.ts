import type { Readable } from 'node:stream';

/** A line without its end, and its number, from 1. */
export interface Line {
  readonly bytes: Buffer;
  readonly number: number;
}

/** Beyond so many lines nobody has asked for yet, reading pauses. */
const mostWaiting = 1_000;

/**
 * The lines of a stream, as they come: whoever asks gets all that are there, and waits only when there is
 * none. So a fast file is answered in groups, and a slow pipe line by line.
 */
export class LineReader {
  readonly #lines: Line[] = [];
  #rest: Buffer[] = [];
  #number = 0;
  #ended = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  public constructor(private readonly stream: Readable) {
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.once('end', () => this.#finish());
    stream.once('error', (error) => {
      this.#error = error;
      this.#wake();
    });
  }

  /** From 1 to `most` lines, or none at the end. @throws the stream's error; the signal's reason */
  public async next(most: number, signal: AbortSignal): Promise<Line[]> {
    const abort = (): void => this.#wake();
    signal.addEventListener('abort', abort, { once: true });
    try {
      while (this.#lines.length === 0 && !this.#ended) {
        signal.throwIfAborted();
        if (this.#error !== null) throw this.#error;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener('abort', abort);
    }
    const lines = this.#lines.splice(0, most);
    if (this.#lines.length < mostWaiting) this.stream.resume();
    return lines;
  }

  /** Stops reading, so that the stream no longer keeps the process alive. */
  public dispose(): void {
    this.stream.destroy();
  }

  #take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#push(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#rest.push(chunk.subarray(start));
    if (this.#lines.length >= mostWaiting) this.stream.pause();
    this.#wake();
  }

  #push(end: Buffer): void {
    const bytes = Buffer.concat([...this.#rest, end]);
    this.#rest = [];
    this.#lines.push({ bytes, number: ++this.#number });
  }

  #finish(): void {
    if (this.#rest.length > 0) this.#push(Buffer.alloc(0));
    this.#ended = true;
    this.#wake();
  }
}
