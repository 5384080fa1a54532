import { InterlinearError } from '../protocol/protocol.js';
import { worded, type Wording } from '../protocol/wording.js';

/** A mistake in a glossary file; its message begins with the file and the line, and `mistake` does not. */
export class GlossaryError extends InterlinearError {
  public readonly mistake: Wording;

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
    const mistake = { template: message, values };
    super('invalidArgument', `${name}:${line}: ${worded(mistake)}`);
    this.name = 'GlossaryError';
    this.mistake = mistake;
  }
}
