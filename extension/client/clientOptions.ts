import type { LoadParameters } from '../core/protocol/protocol.js';
import type { Localise, Logger } from './clientTypes.js';
import type { RestartLimits } from './restartPolicy.js';

export interface InferenceClientOptions {
  /** Folder for socket, lock, secret and log; made private to its owner. */
  readonly directory: string;
  /** Absolute path of the inference process's bundle. */
  readonly serverScript: string;
  /** Version of the extension; two versions have two processes. */
  readonly version: string;
  /** The model to load at first use; `useModel` changes it. */
  readonly model?: LoadParameters;
  readonly logger?: Logger;
  readonly localise?: Localise;
  /** The model is unloaded after so long without a request. Default 10. */
  readonly idleMinutes?: number;
  /** The process ends this long after its last client left. Default 10. */
  readonly graceSeconds?: number;
  /** The process ends in order once it has more memory, in megabytes; 0 or absent: no limit. */
  readonly memoryMegabytes?: number;
  /** A pass that takes longer counts as hung. Default 8. */
  readonly hangSeconds?: number;
  /** Longest time for loading a model. Default 120. */
  readonly loadSeconds?: number;
  /** Longest time for the process to come up. Default 15. */
  readonly startSeconds?: number;
  readonly restarts?: RestartLimits;
  /** The runtime; default: the one that runs this code, which in VS Code is Electron as Node. */
  readonly executable?: string;
  readonly executableArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}
