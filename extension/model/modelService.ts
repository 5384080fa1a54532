import type { Manifest } from '../core/model/manifest.js';
import type { TextEngine } from '../core/protocol/protocol.js';

/** The model in use: what it can do, and the engine that runs it. */
export interface ModelService extends TextEngine {
  /** Reads the manifest only; loads and starts nothing. @throws InterlinearError `modelNotFound`, `modelInvalid` */
  manifest(): Promise<Manifest>;
}
