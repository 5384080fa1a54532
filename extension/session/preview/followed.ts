import * as vscode from 'vscode';
import type { Answers } from '../answers/answers.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ActiveRun } from '../run/activeRun.js';
import type { ActiveRuns } from '../run/activeRuns.js';
import { withPassProgress } from '../run/passProgress.js';
import { takeSnapshot } from '../selection/snapshot.js';
import type { PreviewTarget } from './livePreview.js';
import { previewOfAnswer } from './subject.js';

/** The requests and answers of the window. */
export interface Following {
  readonly runs: ActiveRuns;
  readonly answers: Answers;
}

/**
 * Runs a request for a target with cancellable progress, while its text is marked and edits elsewhere are followed.
 * @returns what the request brought, and the target where it is by then
 * @throws Notice if the target's own text was changed meanwhile; whatever `work` throws
 */
export async function followed<Result>(
  { runs, answers }: Following,
  target: PreviewTarget,
  title: string,
  work: (run: ActiveRun) => Promise<Result>,
): Promise<{ readonly result: Result; readonly target: PreviewTarget }> {
  const { document, spans, answer } = target;
  const ranges = spans.map(({ range }) => rangeIn(document, range));
  const run = runs.start(takeSnapshot({ document, ranges }));
  try {
    const result = await withPassProgress(title, run, () => work(run));
    run.signal.throwIfAborted();
    const now = run.ranges.map((range, index) => ({ range, text: run.texts[index]! }));
    const same = now.every(({ range, text }) => document.getText(rangeIn(document, range)) === text);
    const current = answer && answers.current(answer);
    if (document.isClosed || !same || (answer && !current)) {
      throw new Notice(
        vscode.l10n.t('The text changed while Interlinear was working on it; nothing was written.'),
      );
    }
    return { result, target: current ? previewOfAnswer(current) : { ...target, spans: now } };
  } finally {
    runs.end(run);
    run.dispose();
  }
}
