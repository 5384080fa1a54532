import { ErrorCodes, NotificationType, ProgressType, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import {
  errorCodes,
  InterlinearError,
  type ErrorCode,
  type PassProgress,
  type RequestName,
  type Requests,
} from './protocol.js';

/** Parameters as they travel: `progressToken` names the request in progress and activity messages. */
export type WireParameters<Name extends RequestName> = Requests[Name][0] & {
  readonly progressToken?: string;
};

/** The JSON-RPC request type of a name of the protocol's table. */
export function requestType<Name extends RequestName>(
  name: Name,
): RequestType<WireParameters<Name>, Requests[Name][1], void> {
  return new RequestType(name);
}

/** First message of a client; nothing else is answered before it. Proofs: see `handshake.ts`. */
export interface HelloParameters {
  readonly protocolVersion: number;
  readonly version: string;
  /** Of the client, so that the process can tell when nobody is left even while it stands still. */
  readonly processId: number;
  readonly nonce: string;
  readonly proof: string;
}
export interface HelloResult {
  readonly protocolVersion: number;
  readonly version: string;
  readonly processId: number;
  readonly proof: string;
}
export const helloType = new RequestType<HelloParameters, HelloResult, void>('process/hello');

/** Asks the process to end in an orderly way, for all its clients. */
export const stopType = new RequestType<Record<string, never>, null, void>('process/stop');

/**
 * What the process is doing; sent at every change and once a second while it is not idle. A client that
 * hears nothing while it waits knows that the process's event loop stands still.
 */
export interface Activity {
  readonly kind: 'idle' | 'loading' | 'classifying' | 'rewriting';
  /** Progress tokens of the requests being worked on now (others wait). */
  readonly running: readonly string[];
  /** Whole seconds, counted on the process's own timer, since the last pass was finished. */
  readonly stalledSeconds: number;
}
export const activityType = new NotificationType<Activity>('process/activity');

/** Sent before an orderly end, so that clients do not take it for a crash. */
export interface ExitNotice {
  readonly reason: string;
  /** The ceiling in megabytes, where it ends for having needed more memory than that. */
  readonly memoryCeiling?: number;
}
export const exitingType = new NotificationType<ExitNotice>('process/exiting');

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';
/** A log line of the process; never holds text of a document. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
}
export const logType = new NotificationType<LogEntry>('window/log');

export const passProgressType = new ProgressType<PassProgress>();

/** Same number as the Language Server Protocol's `RequestCancelled`. */
const requestCancelled = -32800;

/** Exit code of a process that found another one serving the same address. */
export const alreadyServedExitCode = 3;

/** Exit code of a process that found no room on the disk for its few files. */
export const diskFullExitCode = 28;

export function abortError(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}

export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** An engine's error as it is sent to the client: our own codes are kept, others become `InternalError`. */
export function toResponseError(error: unknown): ResponseError {
  if (error instanceof InterlinearError) return new ResponseError(errorCodes[error.code], error.message);
  if (isAbortError(error)) return new ResponseError(requestCancelled, 'cancelled');
  return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
}

const namesByCode = new Map<number, ErrorCode>(
  Object.entries(errorCodes).map(([name, code]) => [code, name as ErrorCode]),
);

/** The reverse of {@link toResponseError}: InterlinearError, AbortError, or the error as it came. */
export function fromResponseError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  if (error.code === requestCancelled) return abortError();
  const code = namesByCode.get(error.code);
  return code === undefined ? error : new InterlinearError(code, error.message);
}
