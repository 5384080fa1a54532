import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';

const scheme = 'interlinear-original';

/**
 * Texts to compare with a document in VS Code's diff editor: the document without the changes under review, or an
 * answer that was not written. Each has an address of its own as long as an editor shows it.
 */
export class OriginalContent implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly texts = new Map<string, () => string>();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  private count = 0;

  public readonly onDidChange = this.changed.event;

  public constructor() {
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
      }),
    );
  }

  /**
   * An address that has `text()` as its content.
   * @param like document whose name the address gets, so that VS Code recognises the language
   */
  public publish(like: vscode.TextDocument, text: () => string): vscode.Uri {
    this.count++;
    const uri = like.uri.with({ scheme, authority: '', query: String(this.count), fragment: '' });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  /** The text at the address is a different one now. */
  public refresh(uri: vscode.Uri): void {
    if (this.texts.has(uri.toString())) {
      this.changed.fire(uri);
    }
  }

  public provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString())?.() ?? vscode.l10n.t('This original is no longer available.');
  }

  public dispose(): void {
    this.store.dispose();
  }
}
