import type { Activity } from '../node/wire.js';

export interface HangLimits {
  /** Longest time that a pass may take. */
  readonly hangSeconds: number;
  /** Longest time that loading a model may take. */
  readonly loadSeconds: number;
}

/** Classifications report no passes; a live event loop is trusted this much longer. */
const classifyFactor = 4;

/**
 * Tells a process that hangs from one that works. It counts ticks of the client's own timer and no clock
 * times: after a suspended machine wakes up, or a busy host, one tick has passed and not an hour.
 */
export class HangWatch {
  static readonly ticksPerSecond = 2;
  #silentTicks = 0;
  #activity: Activity = { kind: 'idle', running: [], stalledSeconds: 0 };

  public constructor(private readonly limits: HangLimits) {}

  /** Anything at all came from the process. */
  public heard(): void {
    this.#silentTicks = 0;
  }

  public setActivity(activity: Activity): void {
    this.#activity = activity;
  }

  /** Whether the request is being worked on, as far as is known. */
  public isRunning(token: string): boolean {
    return this.#activity.running.includes(token);
  }

  /** To be called twice a second. @returns the seconds for which nothing got on, when they are too many */
  public tick(waiting: boolean): number | null {
    this.#silentTicks = waiting ? this.#silentTicks + 1 : 0;
    return waiting ? this.#overdue(1) : null;
  }

  /**
   * For a process that was ended, when nobody here did it: the seconds for which nothing had got on, when they
   * explain why another window did.
   */
  public suspicion(): number | null {
    return this.#overdue(0.5);
  }

  #overdue(share: number): number | null {
    const { kind, stalledSeconds } = this.#activity;
    const { hangSeconds, loadSeconds } = this.limits;
    const silentLimit = kind === 'loading' ? loadSeconds : hangSeconds;
    if (this.#silentTicks >= silentLimit * share * HangWatch.ticksPerSecond) return silentLimit;
    const stalledLimit = kind === 'classifying' ? hangSeconds * classifyFactor : silentLimit;
    return kind !== 'idle' && stalledSeconds >= stalledLimit * share ? stalledLimit : null;
  }
}
