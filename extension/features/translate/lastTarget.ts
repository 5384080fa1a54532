import * as vscode from 'vscode';
import { lastTargetKey } from '../../contributions/translationCommands.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import type { TargetChoice } from '../../session/languages/targetChoice.js';

/** Keeps the menus true about the language that was last used in a place like the active editor. */
export class LastTarget implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;

  public constructor(
    private readonly choice: TargetChoice,
    private readonly keys: ContextKeys,
  ) {
    this.subscriptions = vscode.Disposable.from(
      choice.onChosen(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
    );
    this.update();
  }

  public dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const code = document && this.choice.lastCode(document);
    this.keys.set('interlinear.lastTarget', lastTargetKey(code));
  }
}
