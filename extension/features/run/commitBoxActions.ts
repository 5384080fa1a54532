import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandArguments } from '../../session/selection/commandArguments.js';

/**
 * Rewrite and translate in the light bulb of the box of a commit message. That box is no editor for extensions: a command
 * from the palette cannot know that it has the focus, and would work on the file beside it.
 */
export class CommitBoxActions implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerCodeActionsProvider(
    { language: 'scminput' },
    this,
    { providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite] },
  );

  public provideCodeActions(document: vscode.TextDocument, selected: vscode.Range): vscode.CodeAction[] {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const range = document.validateRange(selected.isEmpty ? whole : selected);
    if (document.getText(range).trim() === '') {
      return [];
    }
    const action = (command: CommandId, title: string): vscode.CodeAction => {
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
      made.command = { command, title, arguments: [argumentsFor(document, range)] };
      return made;
    };
    return [
      action('interlinear.rewrite', vscode.l10n.t('Rewrite with Interlinear…')),
      action('interlinear.translate', vscode.l10n.t('Translate with Interlinear…')),
      action('interlinear.instruct', vscode.l10n.t('Instruct Interlinear…')),
    ];
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

function argumentsFor({ uri }: vscode.TextDocument, { start, end }: vscode.Range): CommandArguments {
  const place = ({ line, character }: vscode.Position): { line: number; character: number } => ({
    line,
    character,
  });
  return { uri: uri.toString(), ranges: [{ start: place(start), end: place(end) }] };
}
