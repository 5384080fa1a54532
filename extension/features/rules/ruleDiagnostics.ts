import * as vscode from 'vscode';
import type { Findings } from './findings.js';
import { findingMessage, type PlacedFinding } from './placedFinding.js';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Shows findings as problems, under the sentence and in the Problems view. */
export class RuleDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('interlinear');
  private readonly subscription: vscode.Disposable;

  public constructor(findings: Findings) {
    this.subscription = findings.onChange((uri) => {
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
      this.collection.set(uri, document && findings.in(document).flatMap(diagnostic));
    });
  }

  public dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }
}

function diagnostic(finding: PlacedFinding): vscode.Diagnostic[] {
  const { rule, range } = finding;
  if (rule.show === 'codeLens') {
    return [];
  }
  const made = new vscode.Diagnostic(range, findingMessage(finding), severities[rule.show]);
  made.source = 'Interlinear';
  made.code = rule.name;
  return [made];
}
