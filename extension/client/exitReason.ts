import { diskFullExitCode } from '../node/wire.js';
import type { Localise } from './clientTypes.js';
import { messages } from './messages.js';

/** How a child process ended; both null when nobody knows (another window's child). */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Windows' exit codes for exceptions, by the Unix signal that says the same. */
const windowsExceptions = new Map<number, NodeJS.Signals>([
  [0x80000003, 'SIGTRAP'],
  [0xc0000005, 'SIGSEGV'],
  [0xc000001d, 'SIGILL'],
  [0xc0000409, 'SIGABRT'],
  [0xc0000374, 'SIGABRT'],
]);

/** Why the process ended, in words that fit into brackets. */
export function explainExit(exit: ProcessExit | null, localise: Localise): string {
  const signal = exit?.signal ?? windowsExceptions.get((exit?.code ?? 0) >>> 0);
  switch (signal) {
    case 'SIGTRAP':
      return localise(messages.exitTrap);
    case 'SIGKILL':
      return localise(messages.exitKilled);
    case 'SIGILL':
      return localise(messages.exitIllegal);
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGABRT':
    case 'SIGFPE':
      return localise(messages.exitCrashed, signal);
    case undefined:
      if (exit?.code === diskFullExitCode) return localise(messages.exitDiskFull);
      if (exit === null || exit.code === null) return localise(messages.exitLost);
      return localise(messages.exitCode, exit.code);
    default:
      return localise(messages.exitSignal, signal);
  }
}
