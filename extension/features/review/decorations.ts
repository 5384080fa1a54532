import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import { DecorationTypes } from '../../editor/decorationTypes.js';
import { chipsOf, oldTextStyle } from './oldText.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { PendingChange } from '../../session/review/reviewSession.js';

/** With more changes than this a keystroke moves the marks first (VS Code does) and they are drawn anew in a pause. */
const many = 200;
/** Milliseconds of that pause. */
const pause = 150;

/** Marks the changes in every editor that shows them: new and old words, overview ruler, margin. */
export class ReviewDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly types: DecorationTypes;
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly drawn = new Map<vscode.TextDocument, number>();

  public constructor(
    private readonly reviews: ReviewController,
    private readonly configuration: Configuration,
    extension: vscode.Uri,
  ) {
    this.types = this.store.add(new DecorationTypes(extension));
    this.store.add(reviews.onChange((document) => this.changed(document)));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors((editors) => this.update(editors)));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration(() => this.update(vscode.window.visibleTextEditors)),
    );
  }

  public dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.store.dispose();
  }

  private changed(document: vscode.TextDocument): void {
    const count = this.reviews.changesIn(document).length;
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
    if (count > many && count === this.drawn.get(document)) {
      this.timers.set(
        document,
        setTimeout(() => this.draw(document), pause),
      );
    } else {
      this.draw(document);
    }
  }

  private draw(document: vscode.TextDocument): void {
    this.timers.delete(document);
    const count = this.reviews.changesIn(document).length;
    if (count > 0) {
      this.drawn.set(document, count);
    } else {
      this.drawn.delete(document);
    }
    this.update(vscode.window.visibleTextEditors.filter((editor) => editor.document === document));
  }

  private update(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const { document } = editor;
      const changes = this.reviews.changesIn(document);
      const ranges = changes.map(({ range }) => rangeIn(document, range));
      const chips = this.chips(document, changes);
      const { written, removed, oldText, line } = this.types;
      editor.setDecorations(
        written,
        ranges.filter((range) => !range.isEmpty),
      );
      editor.setDecorations(
        removed,
        ranges.filter((range, index) => range.isEmpty && chips[index] === undefined),
      );
      editor.setDecorations(
        oldText,
        ranges.flatMap((range, index) => oldTextAt(range.start, chips[index])),
      );
      const lines = new Map(ranges.map(({ start }) => [start.line, new vscode.Range(start, start)]));
      editor.setDecorations(line, [...lines.values()]);
    }
  }

  private chips(
    document: vscode.TextDocument,
    changes: readonly PendingChange[],
  ): readonly (string | undefined)[] {
    return changes.length > 0 && oldTextStyle(this.configuration, document) === 'attached'
      ? chipsOf(document, changes)
      : [];
  }
}

function oldTextAt(position: vscode.Position, chip: string | undefined): vscode.DecorationOptions[] {
  if (chip === undefined) {
    return [];
  }
  // Isolated, so that words of one direction do not reorder those of the other around them.
  const contentText = `\u2068${chip}\u2069`;
  return [{ range: new vscode.Range(position, position), renderOptions: { before: { contentText } } }];
}
