import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ReviewController } from '../../session/review/reviewController.js';

/** One row per session, above its first change: Keep · Undo · Next · Show original. */
export class ReviewCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());

  public readonly onDidChangeCodeLenses = this.changed.event;

  public constructor(private readonly reviews: ReviewController) {
    this.store.add(reviews.onChange(() => this.changed.fire()));
    this.store.add(vscode.languages.registerCodeLensProvider({ scheme: '*' }, this));
  }

  public provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const all = this.reviews.changesIn(document);
    const sessionIds = [...new Set(all.map(({ sessionId }) => sessionId))];
    return sessionIds.flatMap((sessionId) => {
      const changes = all.filter((change) => change.sessionId === sessionId);
      const range = rangeIn(document, changes[0]!.range);
      const lens = (command: CommandId, title: string): vscode.CodeLens =>
        new vscode.CodeLens(range, {
          command,
          title,
          arguments: [{ uri: document.uri.toString(), sessionId }],
        });
      const count = changes.length;
      const next = count === 1 ? vscode.l10n.t('1 change') : vscode.l10n.t('{0} changes: next', count);
      return [
        lens('interlinear.keep', vscode.l10n.t('Keep')),
        lens('interlinear.undo', vscode.l10n.t('Undo')),
        lens('interlinear.nextChange', next),
        lens('interlinear.showOriginal', vscode.l10n.t('Show original')),
      ];
    });
  }

  public dispose(): void {
    this.store.dispose();
  }
}
