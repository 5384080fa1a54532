import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests need a workspace folder');
  return folder.uri;
}

/**
 * A new file on disk, shown in the editor. Never an untitled document unless that is what is tested: VS Code gives
 * the name Untitled-1 again, and sometimes the old document with it.
 */
export async function openFile(content: string, extension = 'txt'): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), `${randomUUID()}.${extension}`);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** The range of `text` in the document; its `occurrence`-th, from 0. */
export function rangeOf(document: vscode.TextDocument, text: string, occurrence = 0): vscode.Range {
  let index = -1;
  for (let found = 0; found <= occurrence; found++) {
    index = document.getText().indexOf(text, index + 1);
  }
  assert.ok(index >= 0, `“${text}” is in “${document.getText()}”`);
  return new vscode.Range(document.positionAt(index), document.positionAt(index + text.length));
}

/** Selects the given texts, each where it occurs first. */
export function select(editor: vscode.TextEditor, ...texts: readonly string[]): void {
  editor.selections = texts.map((text) => {
    const { start, end } = rangeOf(editor.document, text);
    return new vscode.Selection(start, end);
  });
}

/** Puts the cursor `characters` after the start of `text`. */
export function putCursor(editor: vscode.TextEditor, text: string, characters = 0): void {
  const { start } = rangeOf(editor.document, text);
  const position = start.translate(0, characters);
  editor.selection = new vscode.Selection(position, position);
}

/** Edits as typing would: one undo step, at `text`'s place. */
export async function replaceText(
  document: vscode.TextDocument,
  text: string,
  replacement: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  // With metadata VS Code makes the edit as it stands; without, it cuts it into smaller ones.
  edit.replace(document.uri, rangeOf(document, text), replacement, {
    needsConfirmation: false,
    label: 'test',
  });
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Waits until `condition` holds; what it waits for is named in the failure. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function run(command: string, ...values: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...values);
}

/** Natively undoes until nothing is left to undo, and counts the steps that changed something. */
export async function undoAll(document: vscode.TextDocument): Promise<number> {
  let steps = 0;
  for (let version = -1; version !== document.version; steps++) {
    version = document.version;
    await run('undo');
  }
  return steps - 1;
}

/** Leaves nothing open: saves first, because closing asks about unsaved files. */
export async function closeAll(): Promise<void> {
  await vscode.workspace.saveAll(false);
  await run('workbench.action.closeAllEditors');
}
