import * as vscode from 'vscode';
import { overlaps } from '../../core/text/offsetRange.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { LeftAlone, LeftSentence } from '../../session/run/leftAlone.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';

const source = 'Interlinear';
const code = 'left-alone';

/** Marks and lists the sentences that an answer left as they were, until they are worked on again, edited or dismissed. */
export class LeftAloneProblems implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly left = new Map<vscode.TextDocument, readonly LeftSentence[]>();
  private readonly problems = this.store.add(
    vscode.languages.createDiagnosticCollection('interlinear-left-alone'),
  );

  public constructor(runner: Pick<RewriteRunner, 'onLeftAlone'>) {
    this.store.add(runner.onLeftAlone((left) => this.add(left)));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length > 0) this.edited(event);
      }),
    );
    this.store.add(vscode.workspace.onDidCloseTextDocument((document) => this.set(document, [])));
    this.store.add(
      vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  public provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const ours = diagnostics.filter((one) => one.source === source && one.code === code);
    if (ours.length === 0) {
      return [];
    }
    const title = vscode.l10n.t('Do not mark the sentences that were left as they were');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = ours;
    action.command = { command: 'interlinear.dismissLeftAlone', title, arguments: [document.uri.toString()] };
    return [action];
  }

  /** Takes the marks of a document away. @param uri of the document; others are none of ours */
  public dismiss(uri: unknown): void {
    for (const document of this.left.keys()) {
      if (document.uri.toString() === uri) this.set(document, []);
    }
  }

  public dispose(): void {
    this.store.dispose();
  }

  private add({ document, ranges, sentences }: LeftAlone): void {
    const before = (this.left.get(document) ?? []).filter(
      (one) => !ranges.some((worked) => overlaps(worked, one.range)),
    );
    this.set(document, [...before, ...sentences]);
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const left = this.left.get(document);
    if (left === undefined) {
      return;
    }
    const edit = editOfChanges(contentChanges);
    const kept = left
      .filter(({ range }) => !edit.replacements.some((change) => overlaps(change.range, range)))
      .map((one) => ({ ...one, range: edit.mapRange(one.range) }));
    this.set(document, kept);
  }

  private set(document: vscode.TextDocument, sentences: readonly LeftSentence[]): void {
    if (sentences.length === 0) {
      if (this.left.delete(document)) this.problems.delete(document.uri);
      return;
    }
    this.left.set(document, sentences);
    const problems = sentences.map(({ range, reason }) => {
      const message = vscode.l10n.t('This sentence was left as it was: {0}.', reason);
      const { Information } = vscode.DiagnosticSeverity;
      const problem = new vscode.Diagnostic(rangeIn(document, range), message, Information);
      problem.source = source;
      problem.code = code;
      return problem;
    });
    this.problems.set(document.uri, problems);
  }
}
