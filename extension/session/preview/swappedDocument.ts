import * as vscode from 'vscode';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import type { StringEdit } from '../../core/edits/stringEdit.js';
import { lengthOfDocument, rangeIn } from '../../editor/textRanges.js';
import type { TextSpan } from '../selection/textSpan.js';
import { SwappedTexts } from './swappedTexts.js';

/** A document in which texts take turns at some places; everything else in it is meant to stay as it is. */
export class SwappedDocument {
  private readonly swapped: SwappedTexts;
  private readonly length: number;

  /** @param spans the places and what stands there now */
  public constructor(
    private readonly document: vscode.TextDocument,
    spans: readonly TextSpan[],
  ) {
    this.swapped = new SwappedTexts(spans);
    this.length = lengthOfDocument(document);
  }

  /** Where texts stand while they have their turn. */
  public spans(texts: readonly string[]): readonly TextSpan[] {
    return this.swapped.spans(texts);
  }

  /** The ranges of texts while they have their turn. */
  public ranges(texts: readonly string[]): readonly OffsetRange[] {
    return this.swapped.spans(texts).map(({ range }) => range);
  }

  /** The edit that brings the texts `to` while the texts `from` have their turn. */
  public edit(from: readonly string[], to: readonly string[]): StringEdit {
    return this.swapped.edit(from, to);
  }

  /** Whether the document is as it was, but for these texts in their places. */
  public says(texts: readonly string[]): boolean {
    return (
      lengthOfDocument(this.document) === this.length + this.swapped.growth(texts) &&
      this.spans(texts).every(
        ({ range, text }) => this.document.getText(rangeIn(this.document, range)) === text,
      )
    );
  }

  /**
   * One native undo, if it leads to these texts; anything else that it undid is redone. Undo acts on what has the focus:
   * the editor gets it first. In a notebook it may act on more than a cell, so it is left alone there.
   * @returns false if the document is in no active editor, or its newest undo step is another one
   */
  public async undoTo(texts: readonly string[]): Promise<boolean> {
    const inCell = this.document.uri.scheme === 'vscode-notebook-cell';
    if (inCell || vscode.window.activeTextEditor?.document !== this.document) {
      return false;
    }
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const { version } = this.document;
    await vscode.commands.executeCommand('undo');
    if (this.says(texts)) {
      return true;
    }
    if (this.document.version !== version) {
      await vscode.commands.executeCommand('redo');
    }
    return false;
  }
}
