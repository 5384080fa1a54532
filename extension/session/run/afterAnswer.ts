import * as vscode from 'vscode';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { Target } from '../selection/target.js';
import type { ActiveRun } from './activeRun.js';

/** What a person is told of an answer that changes nothing. */
export function nothingFound(): string {
  return vscode.l10n.t(
    'No changes: the model found nothing that it is sure enough of. The text may have errors all the same.',
  );
}

/** What of a request has no answer yet, as the target of another one. */
export function openTarget(run: ActiveRun): Target {
  const { document, openRanges } = run;
  return { document, ranges: openRanges.map((range) => rangeIn(document, range)) };
}

/** Selects a sentence that was left as it was, beside the list of all of them. */
export async function showRange(
  document: vscode.TextDocument,
  range: OffsetRange | undefined,
): Promise<void> {
  if (range && !document.isClosed) {
    await vscode.window.showTextDocument(document, { selection: rangeIn(document, range) });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}
