import { Worker } from 'node:worker_threads';

/** Places in the shared memory: the main thread's beats, the number of clients, then their process ids. */
const beatsIndex = 0;
const countIndex = 1;
const firstClientIndex = 2;
const mostClients = 62;

/** A main thread that stands still this long, with no client's process left, will not notice that by itself. */
const abandonedSeconds = 10;

/** Memory beyond the ceiling by this factor was taken faster than the main thread could notice. */
const memoryFactor = 1.5;

/**
 * Ends this process when its event loop stands still for very long, or for long and no client lives any more, or when a
 * single call takes far more memory than it may have.
 * Normally a client ends a hung process; but when a native call hangs and the last window closes, no timer of
 * the main thread fires, and only another thread is left to prevent an orphan.
 */
export class ServerWatchdog {
  readonly #shared = new Int32Array(
    new SharedArrayBuffer((firstClientIndex + mostClients) * Int32Array.BYTES_PER_ELEMENT),
  );

  /**
   * @param limitSeconds how long the event loop may stand still
   * @param memoryCeiling megabytes; null: no limit
   */
  public constructor(
    private readonly limitSeconds: number,
    private readonly memoryCeiling: number | null,
  ) {}

  /** Watches until the process ends. */
  public start(): void {
    setInterval(() => Atomics.add(this.#shared, beatsIndex, 1), 500).unref();
    const worker = new Worker(watch, {
      eval: true,
      workerData: {
        shared: this.#shared,
        limitSeconds: this.limitSeconds,
        abandonedSeconds: Math.min(abandonedSeconds, this.limitSeconds),
        mostBytes: this.memoryCeiling === null ? Infinity : this.memoryCeiling * 2 ** 20 * memoryFactor,
      },
      // Its own small heap: it counts seconds.
      resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
      execArgv: [],
      env: {},
    });
    worker.unref();
  }

  /** The process ids of the clients that are connected now. */
  public setClients(processIds: readonly number[]): void {
    const known = processIds.slice(0, mostClients);
    known.forEach((processId, index) => Atomics.store(this.#shared, firstClientIndex + index, processId));
    Atomics.store(this.#shared, countIndex, known.length);
  }
}

/**
 * The worker's code, as text: it has to stand alone, whatever a bundler does to functions. It counts its own
 * seconds since the last beat, so that a suspended machine does not look like a hang.
 */
const watch = `
const { shared, limitSeconds, abandonedSeconds, mostBytes } = require('node:worker_threads').workerData;
let last = -1;
let silent = 0;
function isAlive(processId) {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
function isAbandoned() {
  const count = Atomics.load(shared, ${countIndex});
  return !shared.slice(${firstClientIndex}, ${firstClientIndex} + count).some(isAlive);
}
setInterval(() => {
  const beats = Atomics.load(shared, ${beatsIndex});
  silent = beats === last ? silent + 1 : 0;
  last = beats;
  const hangs = silent >= limitSeconds || (silent >= abandonedSeconds && isAbandoned());
  if (hangs || process.memoryUsage.rss() > mostBytes) {
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
`;
