import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventually, run, workspaceFolder } from './editing.js';

/**
 * A new file, opened as a person opens it. A document that an extension has opened stays open for minutes after its editor
 * was closed; this one closes with it.
 */
export async function openedByPerson(content: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), `${randomUUID()}.txt`);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
  await run('vscode.open', uri, { preview: false });
  const shown = (): vscode.TextEditor | undefined =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  await eventually('the editor', () => shown() !== undefined && shown() === vscode.window.activeTextEditor);
  const editor = shown();
  assert.ok(editor);
  return editor;
}
