import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import { themeColor } from '../../editor/themeColor.js';
import { gutterIcon } from '../../editor/decorationTypes.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';

/** Marks the text that is being worked on, in every visible editor of its document. */
export class RunDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  /** An icon in the margin, at the line where the text begins. */
  private readonly line: vscode.TextEditorDecorationType;
  private readonly type = this.store.add(
    vscode.window.createTextEditorDecorationType({
      backgroundColor: themeColor('interlinear.workingTextBackground'),
      textDecoration: 'underline dotted',
      outline: '1px solid',
      outlineColor: themeColor('interlinear.workingTextBorder'),
      overviewRulerColor: themeColor('interlinear.workingOverviewRuler'),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );

  public constructor(
    private readonly runs: ActiveRuns,
    extension: vscode.Uri,
  ) {
    this.line = this.store.add(
      vscode.window.createTextEditorDecorationType(gutterIcon(extension, 'working')),
    );
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
        .flatMap(({ openRanges }) => openRanges)
        .map((range) => rangeIn(document, range));
      editor.setDecorations(this.type, ranges);
      editor.setDecorations(
        this.line,
        ranges.map(({ start }) => new vscode.Range(start, start)),
      );
    }
  }
}
