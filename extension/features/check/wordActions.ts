import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { overlapsOrTouches } from '../../core/text/offsetRange.js';
import { rangeIn } from '../../editor/textRanges.js';
import { misspellingCode, type Misspellings } from './misspellings.js';

/** Quick fixes of a misspelt word: each suggestion, Ignore, Add to dictionary. */
export class WordActions implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  public constructor(private readonly misspellings: Misspellings) {}

  public provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const place = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const here = this.misspellings.in(document).filter((one) => overlapsOrTouches(one.range, place));
    return here.flatMap(({ range: offsets, word, suggestions }) => {
      const own = rangeIn(document, offsets);
      const diagnostics = context.diagnostics.filter(
        (one) => one.code === misspellingCode && one.range.isEqual(own),
      );
      const action = (title: string): vscode.CodeAction => {
        const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        made.diagnostics = diagnostics;
        return made;
      };
      const fixes = suggestions.map((suggestion, index) => {
        const made = action(vscode.l10n.t('Change to “{0}”', suggestion));
        made.edit = new vscode.WorkspaceEdit();
        made.edit.replace(document.uri, own, suggestion);
        made.isPreferred = index === 0;
        return made;
      });
      const command = (id: CommandId, title: string): vscode.CodeAction => {
        const made = action(title);
        made.command = { command: id, title, arguments: [word] };
        return made;
      };
      return [
        ...fixes,
        command('interlinear.ignoreWord', vscode.l10n.t('Ignore “{0}” in this workspace', word)),
        command('interlinear.addToDictionary', vscode.l10n.t('Add “{0}” to the dictionary', word)),
      ];
    });
  }

  public dispose(): void {
    this.registration.dispose();
  }
}
