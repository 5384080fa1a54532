import * as vscode from 'vscode';
import { rangeIn } from '../../editor/textRanges.js';
import type { Confidence } from './confidence.js';

/** Over a word that the model is unsure of: how probable it found it. */
export class ConfidenceHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider({ scheme: '*' }, this);

  public constructor(private readonly confidence: Confidence) {}

  public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const word = this.confidence
      .unsureWords(document)
      .find(({ range }) => range.start <= offset && offset < range.end);
    if (word === undefined) {
      return undefined;
    }
    const percent = Math.round(100 * word.probability);
    const text = vscode.l10n.t('Interlinear is unsure of this word: probability {0} %.', percent);
    const contents = new vscode.MarkdownString();
    contents.appendText(text);
    return new vscode.Hover(contents, rangeIn(document, word.range));
  }

  public dispose(): void {
    this.registration.dispose();
  }
}
