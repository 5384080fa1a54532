import { InterlinearError } from '../../core/protocol/protocol.js';
import { codeOf } from '../../client/privateFiles.js';
import { CommandRunner } from '../../editor/commandRunner.js';
import type { MessageAction } from '../../editor/messages.js';

/** A failure as it may be shown to strangers: no message, which could quote the person's text. */
export interface RecordedError {
  readonly time: Date;
  /** Command or action. */
  readonly name: string;
  /** Our own code, the system's, or the name of the error. */
  readonly code: string;
  /** Where in our code it was thrown, for errors that nobody expected. */
  readonly frames: readonly string[];
}

const most = 10;
const mostFrames = 6;

/** A command runner that remembers the last failures, for a report. */
export class RecordingCommandRunner extends CommandRunner {
  readonly #errors: RecordedError[] = [];

  /** The oldest first. */
  public get recentErrors(): readonly RecordedError[] {
    return this.#errors;
  }

  public override report(
    name: string,
    error: unknown,
    actions: readonly MessageAction[] = [],
  ): Promise<void> {
    const known = error instanceof InterlinearError;
    const stack = error instanceof Error && !known ? (error.stack ?? '') : '';
    // Lines of the stack only: the message before them may hold anything. Folders are nobody's business.
    const frames = stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, mostFrames)
      .map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^\s()]*[\\/]([^\\/()]+)\)?$/, '($1)'));
    this.#errors.push({ time: new Date(), name, code: known ? error.code : codeOf(error), frames });
    if (this.#errors.length > most) this.#errors.shift();
    return super.report(name, error, actions);
  }
}
