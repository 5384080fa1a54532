import { InterlinearError } from '../protocol/protocol.js';
import { worded, type Wording } from '../protocol/wording.js';

/** A mistake in a file of a translation memory; its message begins with the file and the line. */
export class MemoryError extends InterlinearError {
  /**
   * @param name what messages call the file
   * @param line from 1
   * @param values for the places `{0}`, `{1}` … of the message
   */
  public constructor(
    name: string,
    public readonly line: number,
    message: string,
    values: Wording['values'] = [],
  ) {
    super('invalidArgument', `${name}:${line}: ${worded({ template: message, values })}`);
    this.name = 'MemoryError';
  }
}
