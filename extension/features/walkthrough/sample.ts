import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';

const instruct: CommandId = 'interlinear.instruct';
const translatable = 'The library is closed on Monday. We will open again tomorrow morning.';
const faulty = 'This are my book. He have two cats, and she go to school every days.';

/** Opens a new document beside the walkthrough, with a selected text and the list of instructions over it. */
export async function openSample(): Promise<void> {
  const content = [
    `# ${vscode.l10n.t('A sample to try Interlinear on')}`,
    translatable,
    faulty,
    vscode.l10n.t('Select a text and press Ctrl+. (Cmd+. on a Mac), or take the light bulb beside it.'),
    '',
  ].join('\n\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  const start = content.indexOf(translatable);
  const selection = new vscode.Range(
    document.positionAt(start),
    document.positionAt(start + translatable.length),
  );
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, selection });
  await vscode.commands.executeCommand(instruct);
}
