import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { chipsOf, oldTextStyle } from './oldText.js';
import type { ReviewController } from '../../session/review/reviewController.js';

/** Old words as inlay hints, in documents whose lines wrap. */
export class OldTextHints implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());

  public readonly onDidChangeInlayHints = this.changed.event;

  public constructor(
    private readonly reviews: ReviewController,
    private readonly configuration: Configuration,
  ) {
    this.store.add(reviews.onChange(() => this.changed.fire()));
    this.store.add(vscode.workspace.onDidChangeConfiguration(() => this.changed.fire()));
    this.store.add(vscode.languages.registerInlayHintsProvider({ scheme: '*' }, this));
  }

  public provideInlayHints(document: vscode.TextDocument, wanted: vscode.Range): vscode.InlayHint[] {
    const changes = this.reviews.changesIn(document);
    if (changes.length === 0 || oldTextStyle(this.configuration, document) !== 'hint') {
      return [];
    }
    const chips = chipsOf(document, changes);
    return changes.flatMap(({ range, originalText }, index) => {
      const chip = chips[index];
      const position = document.positionAt(range.start);
      if (chip === undefined || !wanted.contains(position)) {
        return [];
      }
      // The sign tells it from a hint about the text, as a hint cannot be struck through.
      const hint = new vscode.InlayHint(position, `−${chip}`);
      hint.paddingRight = true;
      hint.tooltip = vscode.l10n.t('Before Interlinear changed it: {0}', originalText);
      return [hint];
    });
  }

  public dispose(): void {
    this.store.dispose();
  }
}
