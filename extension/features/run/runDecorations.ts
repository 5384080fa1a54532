import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposableStore.js';
import { rangeIn } from '../host/textRanges.js';
import type { ActiveRuns } from './activeRuns.js';

/** Marks the text that is being worked on, in every visible editor of its document. */
export class RunDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly type = this.store.add(
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
      textDecoration: 'underline dotted',
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.infoForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );

  public constructor(private readonly runs: ActiveRuns) {
    this.store.add(runs.onChange(() => this.update()));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.update()));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const ranges = this.runs
        .in(document)
        .flatMap(({ ranges: offsets }) => offsets)
        .map((range) => rangeIn(document, range));
      editor.setDecorations(this.type, ranges);
    }
  }
}
