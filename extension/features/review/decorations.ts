import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposableStore.js';
import { rangeIn } from '../host/textRanges.js';
import type { ReviewController } from './reviewController.js';

/** Marks new text by background, underline and a mark in the overview ruler: never by colour alone. */
export class ReviewDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly written = this.store.add(
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
      textDecoration: 'underline dashed',
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  /** Where text was only removed there is nothing to underline: a small mark stands in its place. */
  private readonly removed = this.store.add(
    vscode.window.createTextEditorDecorationType({
      before: {
        contentText: '▾',
        color: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
        backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
      },
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );

  public constructor(private readonly reviews: ReviewController) {
    this.store.add(
      reviews.onChange((document) => {
        this.update(vscode.window.visibleTextEditors.filter((editor) => editor.document === document));
      }),
    );
    this.store.add(vscode.window.onDidChangeVisibleTextEditors((editors) => this.update(editors)));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const ranges = this.reviews
        .changesIn(editor.document)
        .map(({ range }) => rangeIn(editor.document, range));
      editor.setDecorations(
        this.written,
        ranges.filter((range) => !range.isEmpty),
      );
      editor.setDecorations(
        this.removed,
        ranges.filter((range) => range.isEmpty),
      );
    }
  }
}
