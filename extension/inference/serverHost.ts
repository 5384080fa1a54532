import type { ProcessStatus } from '../core/protocol.js';
import type { ServerLog } from './serverLog.js';
import type { QueuedTask } from './serverQueue.js';
import type { ServerSession } from './serverSession.js';

/** What a session needs of the process around it. */
export interface SessionHost {
  readonly log: ServerLog;
  /** Version of the extension that this process belongs to. */
  readonly version: string;
  /** The secret of `handshake.ts`. */
  secret(): Promise<string>;
  status(): ProcessStatus;
  enqueue<Result>(task: QueuedTask<Result>): Promise<Result>;
  /** A pass was finished: the process is not hung. */
  progressed(): void;
  joined(session: ServerSession): void;
  left(session: ServerSession): void;
  /** Ends the process in an orderly way. */
  stop(reason: string): void;
}
