import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { ModelService } from '../../model/modelService.js';
import type { Findings } from './findings.js';
import { findingMessage, type PlacedFinding } from './placedFinding.js';
import { ruleFixes } from './ruleFixes.js';

/** Quick fixes of a finding, and lines above it: mend the sentence, ignore it, switch the rule off. */
export class RuleActions implements vscode.CodeActionProvider, vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  public readonly onDidChangeCodeLenses = this.changed.event;
  private readonly registrations: vscode.Disposable;

  public constructor(
    private readonly findings: Findings,
    private readonly model: Pick<ModelService, 'manifest'>,
  ) {
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.registrations = vscode.Disposable.from(
      vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, kinds),
      vscode.languages.registerCodeLensProvider({ scheme: '*' }, this),
      findings.onChange(() => this.changed.fire()),
    );
  }

  public async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const concerned = this.findings.in(document).filter((finding) => finding.range.intersection(range));
    if (concerned.length === 0) {
      return [];
    }
    const commands = await Promise.all(
      concerned.map(async (finding) => ({ finding, found: await this.commands(finding, document.uri) })),
    );
    return commands.flatMap(({ finding, found }) =>
      found.map((command) => {
        const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
        action.command = command;
        action.diagnostics = context.diagnostics.filter(
          ({ code, range: place }) => code === finding.rule.name && place.isEqual(finding.range),
        );
        return action;
      }),
    );
  }

  public async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const shown = this.findings.in(document).filter(({ rule }) => rule.show === 'codeLens');
    const lenses = await Promise.all(
      shown.map(async (finding) => {
        const message = { title: findingMessage(finding), command: '' };
        const commands = [message, ...(await this.commands(finding, document.uri))];
        return commands.map((command) => new vscode.CodeLens(finding.range, command));
      }),
    );
    return lenses.flat();
  }

  public dispose(): void {
    this.registrations.dispose();
    this.changed.dispose();
  }

  private async commands(finding: PlacedFinding, uri: vscode.Uri): Promise<vscode.Command[]> {
    const { rule, sentence } = finding;
    const command = (id: CommandId, title: string, value: object): vscode.Command => ({
      command: id,
      title,
      arguments: [value],
    });
    return [
      ...ruleFixes(finding, uri, await this.model.manifest()),
      command('interlinear.ignoreSentence', vscode.l10n.t('Ignore this sentence'), {
        rule: rule.name,
        sentence: sentence.text,
      }),
      command('interlinear.ignoreRule', vscode.l10n.t('Switch off the rule “{0}” here', rule.name), {
        rule: rule.name,
      }),
    ];
  }
}
