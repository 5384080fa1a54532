import { binding } from 'onnxruntime-node/dist/binding.js';

type Session = InstanceType<typeof binding.InferenceSession>;

/**
 * Measures how long the native library works: the time inside onnxruntime's `run`, from JavaScript's last step before
 * it to the first after it. All else, waiting for the event loop included, counts as outside.
 */
export class NativeClock {
  /** Milliseconds inside, so far. */
  public inside = 0;

  /** Runs `work`; the sessions that it opens meanwhile are timed by the clock. */
  public static async with<T>(work: (clock: NativeClock) => Promise<T>): Promise<T> {
    const clock = new NativeClock();
    const native = binding.InferenceSession;
    // The methods of a native class cannot be replaced, but the class that new sessions are made of can.
    binding.InferenceSession = class extends native {
      public override run(...parameters: Parameters<Session['run']>): ReturnType<Session['run']> {
        const started = performance.now();
        try {
          return super.run(...parameters);
        } finally {
          clock.inside += performance.now() - started;
        }
      }
    };
    try {
      return await work(clock);
    } finally {
      binding.InferenceSession = native;
    }
  }

  /** Percentage of the time of `work` that was spent outside. */
  public async shareOutside(work: () => Promise<unknown>): Promise<number> {
    this.inside = 0;
    const started = performance.now();
    await work();
    const total = performance.now() - started;
    if (this.inside === 0) throw new Error('nothing ran in onnxruntime');
    return 100 * (1 - this.inside / total);
  }
}
