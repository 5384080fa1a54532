/** Aborts its signal when nothing has come for too long; tells that apart from a person who cancels. */
export class StallTimer {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  public constructor(private readonly milliseconds: number) {
    this.heard();
  }

  public get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Something came: the time starts anew. */
  public heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.milliseconds);
  }

  public dispose(): void {
    clearTimeout(this.#timer);
  }
}
