import * as vscode from 'vscode';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import type { ReviewController } from '../../session/review/reviewController.js';

/** Keeps our context keys true for the active editor. */
export class EditorContext implements vscode.Disposable {
  private readonly store = new DisposableStore();

  public constructor(
    private readonly keys: ContextKeys,
    private readonly runs: ActiveRuns,
    private readonly reviews: ReviewController,
  ) {
    this.store.add(runs.onChange(() => this.update()));
    this.store.add(reviews.onChange(() => this.update()));
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.update()));
    this.store.add(vscode.window.onDidChangeTextEditorSelection(() => this.update()));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const editor = vscode.window.activeTextEditor;
    const review = this.reviews.changesIn(editor?.document).length > 0;
    this.keys.set('interlinear.reviewInEditor', review);
    this.keys.set(
      'interlinear.onChange',
      review && editor !== undefined && this.reviews.changesAt(editor.document, editor.selection).length > 0,
    );
    this.keys.set('interlinear.running', this.runs.all.length > 0);
  }
}
