import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import { themeColor } from '../../editor/themeColor.js';
import type { Confidence } from './confidence.js';

/** Shades the words that the model is unsure of, and underlines them: never by colour alone. */
export class ConfidenceDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly type = this.store.add(
    vscode.window.createTextEditorDecorationType({
      backgroundColor: themeColor('interlinear.unsureTextBackground'),
      borderColor: themeColor('interlinear.unsureTextBorder'),
      borderStyle: 'dotted',
      borderWidth: '0 0 2px 0',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );

  public constructor(private readonly confidence: Confidence) {
    this.store.add(confidence.onChange(() => this.update(vscode.window.visibleTextEditors)));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors((editors) => this.update(editors)));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const words = this.confidence.unsureWords(editor.document);
      editor.setDecorations(
        this.type,
        words.map(({ range }) => rangeIn(editor.document, range)),
      );
    }
  }
}
