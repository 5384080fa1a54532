export interface RestartLimits {
  /** Restarts within the window; the next end of the process is one too many. */
  readonly maximum: number;
  readonly windowMilliseconds: number;
  /** Delay before the second restart, for the first is at once; doubles with each further one. */
  readonly firstDelayMilliseconds: number;
}

export const defaultRestartLimits: RestartLimits = {
  maximum: 4,
  windowMilliseconds: 180_000,
  firstDelayMilliseconds: 250,
};

/** Counts how often the process ended unexpectedly, and says when it may be started again. Times in milliseconds. */
export class RestartPolicy {
  #ends: number[] = [];

  public constructor(private readonly limits: RestartLimits) {}

  public recordEnd(now: number): void {
    this.#forget(now);
    this.#ends.push(now);
  }

  /** Unexpected ends within the window. */
  public endsWithin(now: number): number {
    this.#forget(now);
    return this.#ends.length;
  }

  /** How long to wait before starting (0 after one end at most), or null when it has ended too often. */
  public delay(now: number): number | null {
    const ends = this.endsWithin(now);
    if (ends > this.limits.maximum) return null;
    return ends < 2 ? 0 : this.limits.firstDelayMilliseconds * 2 ** (ends - 2);
  }

  /** The person asked for a fresh start. */
  public clear(): void {
    this.#ends = [];
  }

  #forget(now: number): void {
    this.#ends = this.#ends.filter((end) => now - end < this.limits.windowMilliseconds);
  }
}
