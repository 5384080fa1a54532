import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';

/** Speaks where the person said that they use a screen reader; everybody else sees the same in the editor. */
export class Announcer {
  public constructor(private readonly commands: CommandRunner) {}

  /** Says it without waiting; does nothing without a screen reader. */
  public say(text: string): void {
    if (vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on') {
      void this.commands.tell('announcement', 'information', `Interlinear: ${text}`);
    }
  }
}
