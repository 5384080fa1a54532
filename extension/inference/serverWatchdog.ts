import { Worker } from 'node:worker_threads';

/**
 * Ends this process when its event loop stands still for very long. Normally a client does that; but when a
 * native call hangs and the last window closes, no timer of the main thread can fire any more, and only
 * another thread is left to prevent an orphan.
 */
export class ServerWatchdog {
  readonly #beats = new Int32Array(new SharedArrayBuffer(4));

  /** @param limitSeconds how long the event loop may stand still */
  public constructor(private readonly limitSeconds: number) {}

  /** Watches until the process ends. */
  public start(): void {
    setInterval(() => Atomics.add(this.#beats, 0, 1), 1_000).unref();
    const worker = new Worker(watch, {
      eval: true,
      workerData: { beats: this.#beats, limitSeconds: this.limitSeconds },
      // Its own small heap: it counts seconds.
      resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
      execArgv: [],
      env: {},
    });
    worker.unref();
  }
}

/** Counts its own seconds since the last beat, so that a suspended machine does not look like a hang. */
const watch = `
const { workerData } = require('node:worker_threads');
let last = -1;
let silent = 0;
setInterval(() => {
  const beats = Atomics.load(workerData.beats, 0);
  silent = beats === last ? silent + 1 : 0;
  last = beats;
  if (silent >= workerData.limitSeconds) process.kill(process.pid, 'SIGKILL');
}, 1000);
`;
