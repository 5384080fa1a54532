/** Times in milliseconds. */
export interface LifetimeOptions {
  /** How long to wait for the first client. */
  readonly startup: number;
  /** How long to stay after the last client has left. */
  readonly grace: number;
  /** How long to keep a model in memory without a request. */
  readonly idle: number;
}

/** Decides when the process has nobody left to live for, and when its model lies idle. */
export class ServerLifetime {
  #clients = 0;
  #lonely: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #ended = false;

  public constructor(
    private readonly options: LifetimeOptions,
    private readonly actions: { stop(reason: string): void; unload(): void },
  ) {
    this.#lonely = setTimeout(() => actions.stop('no client came'), options.startup);
  }

  public joined(): void {
    this.#clients++;
    clearTimeout(this.#lonely);
  }

  public left(): void {
    this.#clients--;
    if (this.#clients > 0 || this.#ended) return;
    clearTimeout(this.#lonely);
    this.#lonely = setTimeout(() => this.actions.stop('the last client left'), this.options.grace);
  }

  /** The queue became empty (`true`) or has work (`false`). */
  public setIdle(idle: boolean): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (idle && !this.#ended) this.#idle = setTimeout(() => this.actions.unload(), this.options.idle);
  }

  public dispose(): void {
    this.#ended = true;
    clearTimeout(this.#lonely);
    clearTimeout(this.#idle);
  }
}
