import { InterlinearError } from '../protocol.js';

/** A mistake in a glossary file. */
export function glossaryError(name: string, line: number, message: string): InterlinearError {
  return new InterlinearError('invalidArgument', `${name}:${line}: ${message}`);
}
