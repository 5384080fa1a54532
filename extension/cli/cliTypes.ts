import type { Readable } from 'node:stream';
import type { Manifest } from '../core/model/manifest.js';
import type { LoadedModel, LoadParameters, TextEngine } from '../core/protocol/protocol.js';
import type { Output } from './output.js';

/** An engine in this process, with the manifest of its model. */
export interface CliEngine extends Omit<TextEngine, 'check'> {
  readonly manifest: Manifest;
  info(): LoadedModel;
  dispose(): Promise<void>;
}

export interface EngineRequest extends LoadParameters {
  /** CPU threads; the engine's own choice if absent. */
  readonly threads?: number;
}

/** Everything that the command line takes from outside; tests give their own. */
export interface CliContext {
  readonly stdin: Readable;
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Folder of the model that ships with the product. */
  readonly bundledModel: string;
  /** @throws InterlinearError */
  readonly createEngine: (options: EngineRequest) => Promise<CliEngine>;
  /** Aborted by SIGINT, and when nobody reads the answers any more. */
  readonly signal: AbortSignal;
}

export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const;

/** Options of every command that runs a model. */
export interface ModelOptions {
  readonly model?: string;
  readonly device: LoadParameters['device'];
  readonly threads?: number;
  /** Address of a server that runs the model; texts go nowhere where it is absent. */
  readonly endpoint?: string;
  readonly endpointCertificate?: string;
  readonly endpointTimeout?: number;
  readonly endpointAllowUnencrypted?: boolean;
}
