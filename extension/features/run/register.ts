import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import { registerCancel } from './cancelCommand.js';
import { CommitBoxActions } from './commitBoxActions.js';
import { RunDecorations } from './runDecorations.js';

/** Shows where requests are at work, cancels them, and starts them from the box of a commit message. */
export function registerRun(
  commands: CommandRunner,
  runs: ActiveRuns,
  extensionUri: vscode.Uri,
): vscode.Disposable {
  return vscode.Disposable.from(
    new RunDecorations(runs, extensionUri),
    new CommitBoxActions(),
    registerCancel(commands, runs),
  );
}
