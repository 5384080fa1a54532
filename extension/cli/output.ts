import { once } from 'node:events';

/** Where a command writes: answers to `out`, everything else to `err`. */
export class Output {
  public constructor(
    private readonly out: NodeJS.WritableStream,
    private readonly err: NodeJS.WritableStream,
  ) {}

  /** Writes an answer; waits while the reader is slower than we are. */
  public async answer(text: string): Promise<void> {
    if (!this.out.write(text)) await once(this.out, 'drain');
  }

  /** Writes one JSON value as a line. */
  public json(value: unknown): Promise<void> {
    return this.answer(`${JSON.stringify(value)}\n`);
  }

  /** Writes a message for the person, not for the pipe. */
  public message(text: string): void {
    this.err.write(`interlinear: ${text}\n`);
  }
}
