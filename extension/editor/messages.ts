import * as vscode from 'vscode';

export type Severity = 'information' | 'warning' | 'error';

export interface MessageAction {
  readonly title: string;
  run(): unknown;
}

/** Shows a message with buttons. An interface, so that tests can read what a person is told and choose for them. */
export interface Messages {
  /** Resolves once the message was answered or went away, after the chosen action has run. */
  show(severity: Severity, text: string, actions?: readonly MessageAction[]): Promise<void>;
}

/** Messages as notifications of VS Code. */
export class NotificationMessages implements Messages {
  public async show(severity: Severity, text: string, actions: readonly MessageAction[] = []): Promise<void> {
    const titles = actions.map(({ title }) => title);
    const chosen = await this.open(severity, text, titles);
    await actions.find(({ title }) => title === chosen)?.run();
  }

  private open(severity: Severity, text: string, titles: readonly string[]): Thenable<string | undefined> {
    switch (severity) {
      case 'information':
        return vscode.window.showInformationMessage(text, ...titles);
      case 'warning':
        return vscode.window.showWarningMessage(text, ...titles);
      case 'error':
        return vscode.window.showErrorMessage(text, ...titles);
    }
  }
}
