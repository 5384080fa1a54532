import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { ReviewController } from './reviewController.js';

/** Length of the original text in the title of an action, in UTF-16 code units. */
const longest = 40;

/** Keep and Undo of the change at the cursor, in the light bulb and under Ctrl+. */
export class ReviewCodeActions implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  public constructor(private readonly reviews: ReviewController) {}

  public provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return this.reviews
      .changesAt(document, range)
      .flatMap(({ sessionId, hunkId, originalText, modifiedText }) => {
        const action = (command: CommandId, title: string): vscode.CodeAction => {
          const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          made.command = { command, title, arguments: [{ uri: document.uri.toString(), sessionId, hunkId }] };
          return made;
        };
        return [
          action('interlinear.keep', keepTitle(modifiedText)),
          action('interlinear.undo', undoTitle(originalText, modifiedText)),
        ];
      });
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

function keepTitle(modifiedText: string): string {
  return modifiedText === ''
    ? vscode.l10n.t('Keep the removal')
    : vscode.l10n.t('Keep “{0}”', short(modifiedText));
}

function undoTitle(originalText: string, modifiedText: string): string {
  return originalText === ''
    ? vscode.l10n.t('Undo the insertion of “{0}”', short(modifiedText))
    : vscode.l10n.t('Undo: restore “{0}”', short(originalText));
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
