import { InterlinearError } from '../core/protocol.js';

/** Something that ends the command with a message and an exit code: 2 for wrong usage, 1 for everything else. */
export class Failure extends Error {
  public constructor(
    message: string,
    public readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** Codes of errors that lie in how the command was called. */
const usageCodes: ReadonlySet<string> = new Set(['unknownInstruction', 'invalidArgument', 'tooManyLabels']);

/** Any error as the message and exit code that a person sees; our own errors say what to do, others name themselves. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof InterlinearError) {
    return new Failure(error.message, usageCodes.has(error.code) ? 2 : 1);
  }
  return new Failure(error instanceof Error ? error.message : String(error));
}
