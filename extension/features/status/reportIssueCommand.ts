import { arch, cpus, release, totalmem } from 'node:os';
import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import { settings, type SettingDefinition, type SettingId } from '../../contributions/settings.js';
import type { ModelService } from '../../model/modelService.js';
import { issueReport, publicSettings } from './issueReport.js';
import type { RecordingCommandRunner } from './recentErrors.js';

interface Manifest {
  readonly version: string;
  readonly bugs?: { readonly url?: string };
}

/** Report Issue…: an issue with the facts filled in, in VS Code's own form where issues have an address, else as a document. */
export class ReportIssueCommand {
  public constructor(
    private readonly extension: vscode.Extension<unknown>,
    private readonly client: InferenceClient,
    private readonly model: ModelService,
    private readonly commands: RecordingCommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return this.commands.register('interlinear.reportIssue', () => this.report());
  }

  private async report(): Promise<void> {
    const issueBody = await this.text();
    if (this.manifest.bugs?.url !== undefined) {
      const parameters = { extensionId: this.extension.id, issueBody };
      await vscode.commands.executeCommand('workbench.action.openIssueReporter', parameters);
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: issueBody });
    await vscode.window.showTextDocument(document);
  }

  private async text(): Promise<string> {
    const [process, model] = await Promise.all([
      this.client.status().catch(() => null),
      this.model.manifest().then(
        ({ id, version }) => `${id} ${version}`,
        () => 'none',
      ),
    ]);
    const { state } = this.client;
    return issueReport({
      extension: `${this.extension.id} ${this.manifest.version}`,
      editor: `${vscode.env.appName} ${vscode.version} (${vscode.env.language})`,
      system: `${globalThis.process.platform} ${release()} ${arch()}`,
      remote: vscode.env.remoteName === undefined ? '' : `, remote: ${vscode.env.remoteName}`,
      processorCount: cpus().length,
      memoryMegabytes: Math.round(totalmem() / 2 ** 20),
      model,
      phase: state.phase,
      process,
      lastMilliseconds: state.lastMilliseconds,
      settings: publicSettings(changedSettings(), wordsOf),
      errors: this.commands.recentErrors,
    });
  }

  private get manifest(): Manifest {
    return this.extension.packageJSON as Manifest;
  }
}

function changedSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration();
  const changed: Record<string, unknown> = {};
  for (const id of Object.keys(settings) as SettingId[]) {
    const found = configuration.inspect(id);
    const value: unknown =
      found?.workspaceFolderValue ??
      found?.workspaceValue ??
      found?.globalValue ??
      found?.globalLanguageValue ??
      found?.workspaceLanguageValue;
    if (value !== undefined) changed[id] = value;
  }
  return changed;
}

function wordsOf(id: string): readonly unknown[] {
  return (settings as Readonly<Record<string, SettingDefinition<unknown>>>)[id]?.values ?? [];
}
