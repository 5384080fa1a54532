import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';

const setting = 'confidence.enabled';

/**
 * Switches the shading on or off, where the value that holds for the active editor comes from: its folder, the workspace
 * or, as a rule, the user settings. Says which it is, as nothing may be there to be seen.
 */
export async function toggleConfidence(commands: CommandRunner): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const configuration = vscode.workspace.getConfiguration('interlinear', document);
  const enabled = configuration.get<boolean>(setting, false);
  const found = configuration.inspect<boolean>(setting);
  const overrides: readonly [
    value: boolean | undefined,
    target: vscode.ConfigurationTarget,
    language: boolean,
  ][] = [
    [found?.workspaceFolderLanguageValue, vscode.ConfigurationTarget.WorkspaceFolder, true],
    [found?.workspaceLanguageValue, vscode.ConfigurationTarget.Workspace, true],
    [found?.globalLanguageValue, vscode.ConfigurationTarget.Global, true],
    [found?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder, false],
    [found?.workspaceValue, vscode.ConfigurationTarget.Workspace, false],
  ];
  const [, target, language] = overrides.find(([value]) => value !== undefined) ?? [
    undefined,
    vscode.ConfigurationTarget.Global,
    false,
  ];
  await configuration.update(setting, !enabled, target, language);
  const text = enabled
    ? vscode.l10n.t('Words that the model is unsure of are not marked any more.')
    : vscode.l10n.t('Words that the model is unsure of are marked in answers under review.');
  void commands.tell('toggle confidence', 'information', text);
}
