import type { LoadedModel, LoadParameters, TextEngine } from '../../core/protocol/protocol.js';
import type { ServerLog } from './serverLog.js';

/** An engine with a model in it, as the process holds it. */
export interface HostedEngine extends TextEngine {
  info(): LoadedModel;
  /** Releases the model's memory. */
  dispose(): Promise<void>;
}

/** @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`, `deviceUnavailable` */
export type EngineFactory = (parameters: LoadParameters) => Promise<HostedEngine>;

/** Same model at the same place ⇔ same key. It may hold a token: it is for comparing only. */
export function modelKey({ directory, device, endpoint }: LoadParameters): string {
  return JSON.stringify([directory, device, endpoint]);
}

/**
 * Holds at most one model, because memory is the scarce thing: asking for another one replaces it. Nothing may
 * run on the engine meanwhile; the request queue sees to that.
 */
export class ModelHost {
  #engine: HostedEngine | null = null;
  #key: string | null = null;
  #unloading: Promise<void> = Promise.resolve();

  public constructor(
    private readonly createEngine: EngineFactory,
    private readonly log: ServerLog,
  ) {}

  public get model(): LoadedModel | null {
    return this.#engine?.info() ?? null;
  }

  public holds(parameters: LoadParameters): boolean {
    return this.#key === modelKey(parameters);
  }

  /** The engine for these parameters, loaded if need be. @throws what the factory throws; then no model is held */
  public async use(parameters: LoadParameters): Promise<HostedEngine> {
    if (this.#engine !== null && this.holds(parameters)) return this.#engine;
    await this.unload();
    const engine = await this.createEngine(parameters);
    this.#engine = engine;
    this.#key = modelKey(parameters);
    const model = engine.info();
    this.log.info(
      `loaded ${model.id} ${model.version} (${model.variant}) on ${model.endpoint ?? model.device} in ${Math.round(model.loadMilliseconds)} ms`,
    );
    for (const { device, reason } of model.fallbacks) this.log.warn(`device ${device} not used: ${reason}`);
    return engine;
  }

  /** Gives the model's memory back; waits for an unload that is under way. Never throws. */
  public unload(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    this.#key = null;
    if (engine !== null) this.#unloading = this.#unloading.then(() => this.#dispose(engine));
    return this.#unloading;
  }

  async #dispose(engine: HostedEngine): Promise<void> {
    try {
      await engine.dispose();
      this.log.info('model unloaded');
    } catch (error) {
      this.log.failure('unloading the model', error);
    }
  }
}
