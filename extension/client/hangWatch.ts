import type { Activity } from '../core/wire.js';

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

  public get loading(): boolean {
    return this.#activity.kind === 'loading';
  }

  /** To be called twice a second. @returns the seconds for which nothing got on, when they are too many */
  public tick(waiting: boolean): number | null {
    if (!waiting) {
      this.#silentTicks = 0;
      return null;
    }
    this.#silentTicks++;
    const { kind, stalledSeconds } = this.#activity;
    const { hangSeconds, loadSeconds } = this.limits;
    const silentLimit = kind === 'loading' ? loadSeconds : hangSeconds;
    const stalledLimit = kind === 'classifying' ? hangSeconds * classifyFactor : silentLimit;
    const hung =
      this.#silentTicks >= silentLimit * HangWatch.ticksPerSecond ||
      (kind !== 'idle' && stalledSeconds >= stalledLimit);
    return hung
      ? kind === 'classifying' && stalledSeconds >= stalledLimit
        ? stalledLimit
        : silentLimit
      : null;
  }
}
