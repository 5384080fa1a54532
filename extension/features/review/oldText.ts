import * as vscode from 'vscode';
import { layOutChips } from '../../core/review/chips.js';
import type { Configuration } from '../../editor/configuration.js';
import type { PendingChange } from '../../session/review/reviewSession.js';

/** How the old words of a document are shown: attached to the text, as hints that wrap with it, or in the hover alone. */
export type OldTextStyle = 'attached' | 'hint' | 'none';

/**
 * What is attached to a text takes no part in its wrapping, and would push the end of a wrapped line out of sight: there
 * the old words are inlay hints, which VS Code lays out with the text.
 */
export function oldTextStyle(configuration: Configuration, document: vscode.TextDocument): OldTextStyle {
  if (
    !configuration.get('interlinear.review.oldText', document) ||
    configuration.get('interlinear.review.mode', document) !== 'inline'
  ) {
    return 'none';
  }
  const wordWrap = vscode.workspace.getConfiguration('editor', document).get('wordWrap');
  return wordWrap === 'off' ? 'attached' : 'hint';
}

/** The chip of each change, in order; undefined where its old text does not fit. */
export function chipsOf(
  document: vscode.TextDocument,
  changes: readonly PendingChange[],
): (string | undefined)[] {
  return layOutChips(
    changes.map(({ range, originalText }) => ({
      line: document.positionAt(range.start).line,
      originalText,
    })),
  );
}
