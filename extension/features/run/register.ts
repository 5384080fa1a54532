import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import type { Running } from '../../session/run/running.js';
import { CommitBoxActions } from './commitBoxActions.js';
import { LeftAloneProblems } from './leftAloneProblems.js';
import { RunDecorations } from './runDecorations.js';

/** Cancel: gives up the requests of the active editor's document, or all of them if it has none. */
export function registerCancel(commands: CommandRunner, runs: ActiveRuns): vscode.Disposable {
  return commands.register('interlinear.cancel', () => {
    const here = runs.in(vscode.window.activeTextEditor?.document);
    for (const run of here.length > 0 ? here : runs.all) {
      run.cancel();
    }
  });
}

/** Shows where requests are at work, cancels them, and starts them from the box of a commit message. */
export function registerRun(
  commands: CommandRunner,
  { runs, runner }: Pick<Running, 'runs' | 'runner'>,
  extensionUri: vscode.Uri,
): vscode.Disposable {
  const left = new LeftAloneProblems(runner);
  return vscode.Disposable.from(
    left,
    commands.register('interlinear.dismissLeftAlone', (uri) => left.dismiss(uri)),
    new RunDecorations(runs, extensionUri),
    new CommitBoxActions(),
    registerCancel(commands, runs),
  );
}
