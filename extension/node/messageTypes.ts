import { NotificationType, ProgressType, RequestType } from 'vscode-jsonrpc/node';
import type { FinishedPart, PassProgress } from '../core/protocol/protocol.js';

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

/** Parts of an answer; its token is `partToken` of the request's. */
export const partType = new ProgressType<FinishedPart>();

/** The token of the messages that bring parts of an answer. */
export function partToken(progressToken: string): string {
  return `${progressToken}/parts`;
}
