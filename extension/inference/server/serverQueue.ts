import type { LoadParameters } from '../../core/protocol/protocol.js';
import { type Activity, abortError } from '../../node/wire.js';
import { modelKey, type HostedEngine, type ModelHost } from './serverModel.js';

/** Loads and rewrites share a lane; classifications have their own, so that a hover does not wait for a document. */
export type QueueLane = 'load' | 'rewrite' | 'classify';

export interface QueuedTask<Result> {
  /** Tasks of different owners (windows) take turns. */
  readonly owner: object;
  readonly lane: QueueLane;
  readonly model: LoadParameters;
  /** Names the task in activity messages. */
  readonly token: string;
  readonly signal: AbortSignal;
  readonly run: (engine: HostedEngine) => Promise<Result>;
}

interface Entry {
  readonly task: QueuedTask<unknown>;
  readonly sequence: number;
  readonly key: string;
  readonly start: () => Promise<void>;
  readonly cancel: () => void;
}

/**
 * Decides what runs next: per lane one task at a time, windows in turn, arrival order within a window. A task
 * that needs another model waits until nothing runs, and younger tasks do not overtake it meanwhile.
 */
export class RequestQueue {
  readonly #waiting: Entry[] = [];
  readonly #running = new Set<Entry>();
  /** When an owner last had its turn. */
  readonly #turns = new WeakMap<object, number>();
  #sequence = 0;
  #turn = 0;
  #loading = false;

  public constructor(
    private readonly models: ModelHost,
    /** Called at every change of {@link activity}; awaited before a model is loaded, which may block for long. */
    private readonly onChange: () => Promise<void> | void,
  ) {}

  public get size(): number {
    return this.#waiting.length + this.#running.size;
  }

  public get activity(): Pick<Activity, 'kind' | 'running'> {
    const running = [...this.#running];
    const kind = this.#loading
      ? 'loading'
      : running.length === 0
        ? 'idle'
        : running.some((entry) => entry.task.lane !== 'classify')
          ? 'rewriting'
          : 'classifying';
    return { kind, running: running.map((entry) => entry.task.token) };
  }

  /** Runs the task when its turn has come. @throws what the task or the load throws; AbortError when aborted while waiting */
  public add<Result>(task: QueuedTask<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (task.signal.aborted) {
        reject(abortError());
        return;
      }
      const entry: Entry = {
        task,
        sequence: this.#sequence++,
        key: modelKey(task.model),
        start: () => this.#execute(task).then(resolve, reject),
        cancel: () => {
          const index = this.#waiting.indexOf(entry);
          if (index < 0) return;
          this.#waiting.splice(index, 1);
          reject(abortError());
          this.#pump();
        },
      };
      task.signal.addEventListener('abort', entry.cancel, { once: true });
      this.#waiting.push(entry);
      this.#pump();
    });
  }

  async #execute<Result>(task: QueuedTask<Result>): Promise<Result> {
    if (!this.models.holds(task.model)) {
      this.#loading = true;
      try {
        await this.onChange();
        await this.models.use(task.model);
      } finally {
        this.#loading = false;
        this.#pump();
      }
    }
    await this.onChange();
    if (task.signal.aborted) throw abortError();
    return task.run(await this.models.use(task.model));
  }

  #pump(): void {
    for (let entry = this.#next(); entry !== undefined; entry = this.#next()) {
      const chosen = entry;
      this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
      this.#running.add(chosen);
      this.#turns.set(chosen.task.owner, ++this.#turn);
      void chosen.start().finally(() => {
        this.#running.delete(chosen);
        chosen.task.signal.removeEventListener('abort', chosen.cancel);
        void this.onChange();
        this.#pump();
      });
    }
  }

  #next(): Entry | undefined {
    if (this.#loading) return undefined;
    for (const quick of [true, false]) {
      const lane = (entry: Entry): boolean => (entry.task.lane === 'classify') === quick;
      if ([...this.#running].some(lane)) continue;
      let chosen: Entry | undefined;
      for (const entry of this.#waiting) {
        if (!lane(entry) || !this.#mayStart(entry)) continue;
        if (chosen === undefined || this.#lastTurn(entry) < this.#lastTurn(chosen)) chosen = entry;
      }
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  }

  #lastTurn(entry: Entry): number {
    return this.#turns.get(entry.task.owner) ?? 0;
  }

  #mayStart(entry: Entry): boolean {
    const [active] = this.#running;
    if (active === undefined) return true;
    if (entry.key !== active.key || !this.models.holds(entry.task.model)) return false;
    return !this.#waiting.some((other) => other.key !== active.key && other.sequence < entry.sequence);
  }
}
