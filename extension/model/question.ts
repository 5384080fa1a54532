import { abortable } from '../client/abortable.js';
import type { CommandRunner } from '../editor/commandRunner.js';
import type { MessageAction, Severity } from '../editor/messages.js';

/** What a message is to be answered with: the title of each button, by what it stands for. */
export type Answers<Answer extends string> = Readonly<Record<Answer, string>>;

/** Asks one thing at a time: whoever wants to ask meanwhile gets the answer to the question that is open. */
export class Question<Answer extends string> {
  private open: Promise<Answer | undefined> | undefined;

  public constructor(
    private readonly commands: Pick<CommandRunner, 'tell'>,
    private readonly severity: Severity,
    private readonly answers: Answers<Answer>,
  ) {}

  /**
   * @returns undefined if the message was closed
   * @throws the signal's reason; the message stays for those who still wait
   */
  public ask(text: string, signal: AbortSignal | undefined): Promise<Answer | undefined> {
    this.open ??= this.show(text).finally(() => (this.open = undefined));
    return signal ? abortable(this.open, signal) : this.open;
  }

  private async show(text: string): Promise<Answer | undefined> {
    let given: Answer | undefined;
    const entries = Object.entries<string>(this.answers) as [Answer, string][];
    const actions = entries.map(([answer, title]): MessageAction => ({
      title,
      run: () => void (given = answer),
    }));
    await this.commands.tell('endpoint', this.severity, text, actions);
    return given;
  }
}
