import * as vscode from 'vscode';
import { overlapsOrTouches, type OffsetRange } from '../../core/text/offsetRange.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';

/** A word in a document that is misspelt, as far as model and lexicon can tell. */
export interface Misspelling {
  readonly range: OffsetRange;
  readonly word: string;
  /** The likeliest first. */
  readonly suggestions: readonly string[];
}

/** Names our problems, for the code actions. */
export const misspellingCode = 'spelling';

/** The misspelt words of documents, as quiet problems; they follow edits until the next check. */
export class Misspellings implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly byDocument = new Map<vscode.TextDocument, readonly Misspelling[]>();
  private readonly problems = this.store.add(
    vscode.languages.createDiagnosticCollection('interlinear-spelling'),
  );

  public constructor() {
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const known = this.byDocument.get(document);
        if (known === undefined || contentChanges.length === 0) return;
        const edit = editOfChanges(contentChanges);
        const kept = known
          .filter(({ range }) => !edit.replacements.some((change) => overlapsOrTouches(change.range, range)))
          .map((one) => ({ ...one, range: edit.mapRange(one.range) }));
        this.set(document, kept);
      }),
    );
    this.store.add(vscode.workspace.onDidCloseTextDocument((document) => this.set(document, [])));
  }

  public in(document: vscode.TextDocument): readonly Misspelling[] {
    return this.byDocument.get(document) ?? [];
  }

  public set(document: vscode.TextDocument, misspellings: readonly Misspelling[]): void {
    if (misspellings.length === 0) {
      if (this.byDocument.delete(document)) this.problems.delete(document.uri);
      return;
    }
    this.byDocument.set(document, misspellings);
    this.problems.set(
      document.uri,
      misspellings.map((misspelling) => problemOf(document, misspelling)),
    );
  }

  public dispose(): void {
    this.store.dispose();
  }
}

function problemOf(
  document: vscode.TextDocument,
  { range, word, suggestions }: Misspelling,
): vscode.Diagnostic {
  const message = vscode.l10n.t(
    '“{0}” may be misspelt: {1}',
    word,
    suggestions.map((one) => `“${one}”`).join(', '),
  );
  const { Information } = vscode.DiagnosticSeverity;
  const problem = new vscode.Diagnostic(rangeIn(document, range), message, Information);
  problem.source = 'Interlinear';
  problem.code = misspellingCode;
  return problem;
}
