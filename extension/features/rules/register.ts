import * as vscode from 'vscode';
import type { Classifier } from '../../session/labels/classifier.js';
import type { RunningProcess } from '../../model/hoverPolicy.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import { DocumentCheck } from './documentCheck.js';
import { DocumentRules } from './documentRules.js';
import { Findings } from './findings.js';
import { Ignored } from './ignored.js';
import { RuleActions } from './ruleActions.js';
import { RuleChecker } from './ruleChecker.js';
import { RuleCommands } from './ruleCommands.js';
import { RuleWatcher } from './ruleWatcher.js';
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

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly classifier: Classifier;
  readonly client: RunningProcess;
  readonly log: vscode.LogOutputChannel;
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
}

/** Rules of a person's own about what sentences shall be: checked in the background, shown as problems or code lenses. */
export function registerRules(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, classifier, client, log, context } = parts;
  const ignored = new Ignored(context.workspaceState);
  const findings = new Findings();
  const rules = new DocumentRules(configuration, ignored, client, log);
  const checker = new RuleChecker(classifier);
  const check = new DocumentCheck(model, configuration, rules, checker, ignored, findings, log);
  const diagnostics = new RuleDiagnostics(findings);
  const watcher = new RuleWatcher(check, findings, client);
  return vscode.Disposable.from(
    watcher,
    diagnostics,
    new RuleActions(findings, model),
    new RuleCommands(check, rules, findings, ignored, watcher).register(commands),
    findings,
  );
}
