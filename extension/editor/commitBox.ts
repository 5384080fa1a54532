import * as vscode from 'vscode';
import type { CommandId } from '../contributions/commands.js';
import { cancelled } from './cancellation.js';
import { DisposableStore } from './disposableStore.js';

/** Commands that change or read the text that the person works on, wherever that is. */
const ofText: ReadonlySet<CommandId> = new Set<CommandId>([
  'interlinear.instruct',
  'interlinear.translate',
  'interlinear.translateDocument',
  'interlinear.translateToLast',
  'interlinear.translateToClipboard',
  'interlinear.rewrite',
  'interlinear.fix',
  'interlinear.simplify',
  'interlinear.formal',
  'interlinear.informal',
  'interlinear.makeShorter',
  'interlinear.makeLonger',
  'interlinear.fitTo',
  'interlinear.changeLength',
  'interlinear.alternatives',
  'interlinear.classify',
]);

/**
 * The box of a commit message, which is no editor for extensions: a command cannot see that it has the focus, and would work on
 * the file beside it. When the person last wrote there, they are asked which of the two is meant.
 */
export class CommitBox implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private written: vscode.TextDocument | undefined;

  public constructor() {
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) {
          return;
        }
        if (document.languageId === 'scminput') {
          this.written = document;
        } else if (document === vscode.window.activeTextEditor?.document) {
          this.written = undefined;
        }
      }),
    );
    const elsewhere = (): void => {
      this.written = undefined;
    };
    this.store.add(vscode.window.onDidChangeTextEditorSelection(elsewhere));
    this.store.add(vscode.window.onDidChangeActiveTextEditor((editor) => editor && elsewhere()));
  }

  /**
   * The values for a command: those given, with the commit message as their place if the person says so.
   * @throws DOMException `AbortError` if the person chooses neither
   */
  public async valuesFor(id: CommandId, values: readonly unknown[]): Promise<readonly unknown[]> {
    const [given] = values;
    const document = this.written;
    if (!ofText.has(id) || !leavesPlaceOpen(given) || document === undefined || document.isClosed) {
      return values;
    }
    if (document.getText().trim() === '' || !(await isMeant())) {
      return values;
    }
    const { end } = document.lineAt(document.lineCount - 1).range;
    const ranges = [{ start: { line: 0, character: 0 }, end: { line: end.line, character: end.character } }];
    return [{ ...given, uri: document.uri.toString(), ranges }, ...values.slice(1)];
  }

  public dispose(): void {
    this.store.dispose();
  }
}

/** Menus pass the resource that they belong to, and whoever names a place means it. */
function leavesPlaceOpen(value: unknown): value is object | undefined {
  if (value === undefined) {
    return true;
  }
  return typeof value === 'object' && value !== null && !('uri' in value) && !(value instanceof vscode.Uri);
}

async function isMeant(): Promise<boolean> {
  const beside = vscode.window.activeTextEditor?.document;
  if (beside === undefined) {
    return true;
  }
  const message = { label: vscode.l10n.t('Commit message') };
  const file = { label: vscode.workspace.asRelativePath(beside.uri) };
  const chosen = await vscode.window.showQuickPick([message, file], {
    title: vscode.l10n.t('Which text shall Interlinear work on?'),
  });
  if (chosen === undefined) {
    throw cancelled();
  }
  return chosen === message;
}
