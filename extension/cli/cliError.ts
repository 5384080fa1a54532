import { getSystemErrorMap } from 'node:util';
import { InterlinearError, type ErrorCode } from '../core/protocol/protocol.js';
import { isAbortError } from '../node/wire.js';

export const exitCodes = { ok: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** The command line was not understood. */
export class UsageError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Something outside went wrong in a way that the message explains completely. */
export class CliError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'CliError';
  }
}

/** Milliseconds as they are shown: two decimals. */
export function shownMilliseconds(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** Errors that another command line would have avoided. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'unknownInstruction',
  'invalidArgument',
  'tooManyLabels',
]);

export function exitCodeOf(error: unknown): number {
  if (isAbortError(error)) return exitCodes.interrupted;
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof InterlinearError && usageCodes.has(error.code)) return exitCodes.usage;
  return exitCodes.failure;
}

/** What to say of an error: one line, unless the message itself has more. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return systemMessage(error) ?? (isOurs(error) ? error.message : `internal error: ${error.message}`);
}

function isOurs(error: Error): boolean {
  return error instanceof InterlinearError || error instanceof UsageError || error instanceof CliError;
}

/** `FILE: No such file or directory`, as other tools say it; undefined for errors of another kind. */
function systemMessage(error: Error): string | undefined {
  const { code, errno, path } = error as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno);
  if (known === undefined) return undefined;
  const text = code === 'EISDIR' ? 'is a directory' : known[1];
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return path === undefined ? sentence : `${path}: ${sentence}`;
}
