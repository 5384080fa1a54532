import * as vscode from 'vscode';
import type { PassProgress } from '../../core/protocol/protocol.js';
import type { ActiveRun } from './activeRun.js';

/** Shows which pass is running, with a button that cancels. */
export function withPassProgress<Result>(
  title: string,
  run: ActiveRun,
  work: () => Promise<Result>,
): Thenable<Result> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const subscriptions = vscode.Disposable.from(
      token.onCancellationRequested(() => run.cancel()),
      run.onChange(() => {
        if (run.progress) {
          progress.report({ message: passMessage(run.progress) });
        }
      }),
    );
    try {
      return await work();
    } finally {
      subscriptions.dispose();
    }
  });
}

function passMessage({ pass, passes, batch, batches }: PassProgress): string {
  return batches > 1
    ? vscode.l10n.t('pass {0} of {1}, part {2} of {3}', pass, passes, batch, batches)
    : vscode.l10n.t('pass {0} of {1}', pass, passes);
}
