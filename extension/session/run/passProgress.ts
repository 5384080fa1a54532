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
    let shown = 0;
    const subscriptions = vscode.Disposable.from(
      token.onCancellationRequested(() => run.cancel()),
      run.onChange(() => {
        if (run.progress) {
          const { done = 0, all = 1 } = run.progress.sentences ?? {};
          const percent = Math.floor((100 * done) / all);
          progress.report({ message: passMessage(run.progress), increment: percent - shown });
          shown = percent;
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

function passMessage({ pass, passes, batch, batches, sentences }: PassProgress): string {
  if (sentences !== undefined && sentences.all > 1) {
    return vscode.l10n.t('{0} of {1} sentences', sentences.done, sentences.all);
  }
  return batches > 1
    ? vscode.l10n.t('pass {0} of {1}, part {2} of {3}', pass, passes, batch, batches)
    : vscode.l10n.t('pass {0} of {1}', pass, passes);
}
