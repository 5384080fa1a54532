import * as vscode from 'vscode';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { OriginalContent } from './originalContent.js';
import type { ReviewController } from './reviewController.js';

/** A keystroke must not cost a copy of the document: the original follows when typing pauses, in milliseconds. */
const pause = 300;

/** Show Original: VS Code's diff editor with the document as it would be without the changes under review. */
export class OriginalDiff implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly shown = new Map<vscode.TextDocument, vscode.Uri>();
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();

  public constructor(
    private readonly content: OriginalContent,
    private readonly reviews: ReviewController,
  ) {
    this.store.add(reviews.onChange((document) => this.refreshSoon(document)));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument((closed) => {
        for (const [document, uri] of this.shown) {
          if (closed === document || closed.uri.toString() === uri.toString()) {
            this.shown.delete(document);
          }
        }
      }),
    );
  }

  public async show(document: vscode.TextDocument): Promise<void> {
    let uri = this.shown.get(document);
    if (uri === undefined) {
      uri = this.content.publish(document, () => this.originalOf(document));
      this.shown.set(document, uri);
    }
    const title = vscode.l10n.t('{0}: original ↔ with changes', document.uri.path.split('/').at(-1) ?? '');
    await vscode.commands.executeCommand('vscode.diff', uri, document.uri, title);
  }

  public dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.store.dispose();
  }

  private originalOf(document: vscode.TextDocument): string {
    const edits = this.reviews
      .changesIn(document)
      .map(({ range, originalText }) => ({ range, text: originalText }));
    return StringEdit.of(edits).apply(document.getText());
  }

  private refreshSoon(document: vscode.TextDocument): void {
    const uri = this.shown.get(document);
    if (uri !== undefined) {
      clearTimeout(this.timers.get(document));
      const refresh = (): void => {
        this.timers.delete(document);
        this.content.refresh(uri);
      };
      this.timers.set(document, setTimeout(refresh, pause));
    }
  }
}
