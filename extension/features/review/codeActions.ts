import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import { shortText } from '../../session/review/shortText.js';

/**
 * Keep and Undo in the light bulb and under Ctrl+.: of the change at the cursor, and of all of them where there are
 * several. In the box of a commit message, which has no CodeLens, those for all are there wherever the cursor is.
 */
export class ReviewCodeActions implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  public constructor(private readonly reviews: ReviewController) {}

  public provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const count = this.reviews.changesIn(document).length;
    const here = this.reviews.changesAt(document, range);
    const uri = document.uri.toString();
    const one = here.flatMap(({ sessionId, hunkId, originalText, modifiedText }) => [
      action('interlinear.keep', keepTitle(modifiedText), { uri, sessionId, hunkId }),
      action('interlinear.undo', undoTitle(originalText, modifiedText), { uri, sessionId, hunkId }),
    ]);
    const all = [
      action('interlinear.keepAll', vscode.l10n.t('Keep all changes by Interlinear ({0})', count), { uri }),
      action('interlinear.undoAll', vscode.l10n.t('Undo all changes by Interlinear ({0})', count), { uri }),
    ];
    const withAll = count > 0 && (document.languageId === 'scminput' || (count > 1 && here.length > 0));
    return withAll ? [...one, ...all] : one;
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

function action(command: CommandId, title: string, argument: object): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { command, title, arguments: [argument] };
  return made;
}

function keepTitle(modifiedText: string): string {
  return modifiedText === ''
    ? vscode.l10n.t('Keep the removal')
    : vscode.l10n.t('Keep “{0}”', shortText(modifiedText));
}

function undoTitle(originalText: string, modifiedText: string): string {
  return originalText === ''
    ? vscode.l10n.t('Undo the insertion of “{0}”', shortText(modifiedText))
    : vscode.l10n.t('Undo: restore “{0}”', shortText(originalText));
}
