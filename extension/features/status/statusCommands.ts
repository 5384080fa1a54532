import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ModelService } from '../../model/modelService.js';
import { phaseText } from './languageStatus.js';
import { placeText } from './placeText.js';

interface StatusItem extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

function action(icon: string, label: string, command: CommandId): StatusItem {
  return { label: `$(${icon}) ${label}`, run: () => vscode.commands.executeCommand(command) };
}

/** Show Status, Show Log and Restart Inference Process. */
export class StatusCommands {
  public constructor(
    private readonly client: InferenceClient,
    private readonly model: ModelService,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.showStatus', () => this.showStatus()),
      commands.register('interlinear.showLog', () => this.log.show()),
      commands.register('interlinear.restart', () => this.restart(commands)),
    );
  }

  private async restart(commands: CommandRunner): Promise<void> {
    await this.client.restart();
    const text = vscode.l10n.t('The inference process has ended. It starts again with the next request.');
    void commands.tell('restart', 'information', text);
  }

  private async showStatus(): Promise<void> {
    const chosen = await vscode.window.showQuickPick<StatusItem>(this.items(), {
      title: vscode.l10n.t('Interlinear: status'),
    });
    await chosen?.run?.();
  }

  private async items(): Promise<StatusItem[]> {
    const { state } = this.client;
    const [manifest, process] = await Promise.all([this.model.manifest(), this.client.status()]);
    const row = (label: string, description: string): StatusItem => ({ label, description });
    return [
      row(vscode.l10n.t('Model'), `${manifest.name} ${manifest.version}`),
      row(vscode.l10n.t('State'), phaseText(state)),
      ...(state.model
        ? [row(vscode.l10n.t('Device'), `${placeText(state.model)} (${state.model.variant})`)]
        : []),
      ...(state.model?.fallbacks ?? []).map(({ device, reason }) =>
        row(vscode.l10n.t('Not on {0}', device), reason),
      ),
      ...(process ? [row(vscode.l10n.t('Memory'), `${Math.round(process.residentBytes / 2 ** 20)} MB`)] : []),
      ...(process ? [row(vscode.l10n.t('Process'), String(process.processId))] : []),
      ...(state.lastMilliseconds !== null
        ? [row(vscode.l10n.t('Last answer'), `${Math.round(state.lastMilliseconds)} ms`)]
        : []),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      action('package', vscode.l10n.t('Choose Model…'), 'interlinear.chooseModel'),
      action('server-process', vscode.l10n.t('Select Device…'), 'interlinear.selectDevice'),
      action('output', vscode.l10n.t('Show Log'), 'interlinear.showLog'),
      action('debug-restart', vscode.l10n.t('Restart Inference Process'), 'interlinear.restart'),
      action('report', vscode.l10n.t('Report Issue…'), 'interlinear.reportIssue'),
    ];
  }
}
