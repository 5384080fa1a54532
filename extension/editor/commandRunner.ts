import * as vscode from 'vscode';
import type { CommandId } from '../contributions/commands.js';
import { InterlinearError } from '../core/protocol/protocol.js';
import { isCancellation } from './cancellation.js';
import type { CommitBox } from './commitBox.js';
import type { MessageAction, Messages, Severity } from './messages.js';
import { Notice } from './notice.js';

/**
 * The one way in which an action of a person is run: its start, end and duration are logged, a cancellation is
 * silent, and a failure becomes a message that leads to the log. Texts of documents never reach it.
 */
export class CommandRunner {
  private readonly doneListeners = new Set<(name: string) => void>();

  public constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly messages: Messages,
    private readonly commitBox?: Pick<CommitBox, 'valuesFor'>,
  ) {}

  /** Registers a command whose arguments, if any, are checked by `handler` itself: anybody can pass anything. */
  public register(id: CommandId, handler: (...values: readonly unknown[]) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, (...values: readonly unknown[]) =>
      this.run(id, async () => handler(...((await this.commitBox?.valuesFor(id, values)) ?? values))),
    );
  }

  /** Calls back with the name of each action that ended without a failure. */
  public onDone(listener: (name: string) => void): vscode.Disposable {
    this.doneListeners.add(listener);
    return new vscode.Disposable(() => this.doneListeners.delete(listener));
  }

  /** Runs an action to its end; never rejects, and does not wait for a message about a failure to be answered. */
  public async run(name: string, action: () => unknown): Promise<void> {
    const start = performance.now();
    const elapsed = (): string => `${(performance.now() - start).toFixed(0)} ms`;
    this.log.debug(`${name}: started`);
    try {
      await action();
      this.log.debug(`${name}: done in ${elapsed()}`);
      for (const listener of this.doneListeners) listener(name);
    } catch (error) {
      if (isCancellation(error)) {
        this.log.info(`${name}: cancelled after ${elapsed()}`);
      } else if (error instanceof Notice) {
        this.log.info(`${name}: nothing to do after ${elapsed()}`);
        void this.tell(name, 'information', error.message);
      } else {
        void this.report(name, error);
      }
    }
  }

  /** Logs a failure and tells the person, with `actions` beside "Show Log"; resolves when that was answered. */
  public report(name: string, error: unknown, actions: readonly MessageAction[] = []): Promise<void> {
    const known = error instanceof InterlinearError;
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(`${name}: ${known ? `${error.code}: ${message}` : describe(error)}`);
    const text = known ? shown(error) : vscode.l10n.t('Interlinear met an unexpected error: {0}', message);
    const showLog = {
      title: vscode.l10n.t('Show Log'),
      run: (): void => {
        this.log.show();
      },
    };
    return this.tell(name, 'error', text, [...actions, showLog]);
  }

  /** Shows a message; resolves when it was answered. What fails in a chosen action is reported in its turn. */
  public async tell(
    name: string,
    severity: Severity,
    text: string,
    actions?: readonly MessageAction[],
  ): Promise<void> {
    try {
      await this.messages.show(severity, text, actions);
    } catch (error) {
      void this.report(name, error);
    }
  }
}

/** The message in the language of the editor, as far as it can be translated. */
function shown({ message, wording }: InterlinearError): string {
  return wording ? vscode.l10n.t(wording.template, ...wording.values) : message;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
