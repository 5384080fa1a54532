import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { Answers } from '../../session/answers/answers.js';
import { memoryOrigins, type SentenceOrigin } from '../../session/answers/origins.js';
import { memoryTitle } from './memoryTitle.js';

/** Says of sentences under review which memory they come from: in the row of the review, and over the sentence. */
export class MemoryMarks implements vscode.CodeLensProvider, vscode.HoverProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());

  public readonly onDidChangeCodeLenses = this.changed.event;

  public constructor(private readonly answers: Answers) {
    this.store.add(answers.onChange(() => this.changed.fire()));
    this.store.add(vscode.languages.registerCodeLensProvider({ scheme: '*' }, this));
    this.store.add(vscode.languages.registerHoverProvider({ scheme: '*' }, this));
  }

  public provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.origins(document).map(({ range, origin }) => {
      return new vscode.CodeLens(rangeIn(document, range), { command: '', title: memoryTitle(origin) });
    });
  }

  public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const found = this.origins(document).find(({ range }) => range.start <= offset && offset <= range.end);
    if (!found) {
      return undefined;
    }
    const markdown = new vscode.MarkdownString();
    markdown.appendText(memoryTitle(found.origin));
    if (found.origin.source !== undefined) {
      markdown.appendText(`\n\n${vscode.l10n.t('The sentence there:')}`);
      markdown.appendCodeblock(found.origin.source, 'plaintext');
    }
    return new vscode.Hover(markdown, rangeIn(document, found.range));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private origins(document: vscode.TextDocument): readonly SentenceOrigin[] {
    return this.answers.in(document).flatMap((answer) => memoryOrigins(answer));
  }
}
