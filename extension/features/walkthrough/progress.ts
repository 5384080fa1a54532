import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { ContextKey } from '../../contributions/contextKeys.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';

const describe: CommandId = 'interlinear.describeSentence';
const status: CommandId = 'interlinear.showStatus';

export interface ProgressSources {
  readonly commands: Pick<CommandRunner, 'onDone'>;
  readonly runner: Pick<RewriteRunner, 'onWritten'>;
  readonly reviews: Pick<ReviewController, 'onEnded'>;
}

/** Ticks the steps of the walkthrough: by what has worked, not by what was pressed. */
export function followProgress(
  { commands, runner, reviews }: ProgressSources,
  keys: ContextKeys,
): vscode.Disposable {
  const commandSteps: Readonly<Record<string, ContextKey>> = {
    [describe]: 'interlinear.triedDescribe',
    [status]: 'interlinear.triedStatus',
  };
  return vscode.Disposable.from(
    runner.onWritten(() => keys.set('interlinear.triedAnswer', true)),
    reviews.onEnded(({ end }) => {
      if (end.reason !== 'closed') keys.set('interlinear.triedReview', true);
    }),
    commands.onDone((name) => {
      const key = commandSteps[name];
      if (key !== undefined) keys.set(key, true);
    }),
  );
}
