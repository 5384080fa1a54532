import { type Output, printable } from '../output.js';

const barWidth = 20;
/** Milliseconds between two drawings; more often nobody can read. */
const interval = 100;

/** The last line of a terminal, which says how far a run is. Elsewhere it shows nothing: there are plain lines. */
export class ProgressLine {
  #shown = false;
  #last = 0;

  /** @param columns width of the terminal; undefined where there is none */
  public constructor(
    private readonly output: Output,
    private readonly columns: number | undefined,
  ) {}

  /** @param done share of the work, 0 to 1 */
  public show(done: number, text: string): void {
    if (this.columns === undefined || performance.now() - this.#last < interval) return;
    this.#last = performance.now();
    const filled = Math.floor(Math.min(1, Math.max(0, done)) * barWidth);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`;
    const percent = `${Math.floor(done * 100)} %`.padStart(5);
    const line = `${bar} ${percent} ${printable(text)}`.slice(0, Math.max(0, this.columns - 1));
    this.output.raw(`\r\u001b[K${line}`);
    this.#shown = true;
  }

  /** Writes a line that stays, above this one. */
  public message(text: string): void {
    this.clear();
    this.output.message(text);
  }

  public clear(): void {
    if (this.#shown) this.output.raw('\r\u001b[K');
    this.#shown = false;
  }
}
