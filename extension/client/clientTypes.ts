import type { LoadedModel, PassProgress } from '../core/protocol/protocol.js';
import { worded } from '../core/protocol/wording.js';

/** Same shape as `vscode.LogOutputChannel`. Text of documents is never passed to it. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Same shape as `vscode.l10n.t`: `{0}` stands for the first value. */
export type Localise = (message: string, ...values: (string | number)[]) => string;

export interface ClientState {
  readonly phase: 'stopped' | 'starting' | 'loading' | 'ready' | 'busy' | 'restarting' | 'failed';
  readonly processId: number | null;
  readonly model: LoadedModel | null;
  /** Requests of this window in flight. */
  readonly requests: number;
  /** The last pass reported for one of them. */
  readonly progress: PassProgress | null;
  /** Duration of the last answer, waiting included. */
  readonly lastMilliseconds: number | null;
  /** Localised; set in phase `failed`. */
  readonly error: string | null;
}

/** English, for tests and for callers without a translation. */
export const english: Localise = (template, ...values) => worded({ template, values });

export const silentLogger: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
