import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select, workspaceFolder } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const scheme = 'interlinear-test-readonly';

describe('Kinds of documents', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel((text) => text.toUpperCase());
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('works in an untitled document', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: 'one two three',
    });
    const editor = await vscode.window.showTextDocument(document);
    try {
      select(editor, 'two');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.equal(document.getText(), 'one TWO three');
      await run('interlinear.undoAll');
      assert.equal(document.getText(), 'one two three');
    } finally {
      await run('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('works in a cell of a notebook, and leaves its neighbours alone', async () => {
    const markdown = (source: string): object => ({ cell_type: 'markdown', metadata: {}, source: [source] });
    const content = {
      cells: [markdown('first cell'), markdown('second cell')],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    const uri = vscode.Uri.joinPath(workspaceFolder(), `${randomUUID()}.ipynb`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(content)));
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    await run('interlinear.instruct', {
      instruction: 'shout',
      uri: document.uri.toString(),
      ranges: [{ start: { line: 0, character: 0 }, end: { line: 0, character: 6 } }],
    });
    assert.equal(document.getText(), 'SECOND cell');
    assert.equal(notebook.cellAt(0).document.getText(), 'first cell');
    const [change] = hook.changesIn(document);
    assert.ok(change);
    await run('interlinear.undo', { uri: document.uri.toString(), sessionId: change.sessionId });
    assert.equal(document.getText(), 'second cell');
  });

  it('says that a virtual document is read-only, and asks the model for nothing', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'one two three\n',
    });
    try {
      const uri = vscode.Uri.from({ scheme, path: '/virtual.md' });
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      select(editor, 'two');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.match(hook.messages.at(-1)?.text ?? '', /read-only/);
      assert.equal(model.requests.length, 0);
      assert.equal(editor.document.getText(), 'one two three\n');
    } finally {
      provider.dispose();
    }
  });

  it('does not change a file that a setting makes read-only', async () => {
    const configuration = vscode.workspace.getConfiguration('files');
    await configuration.update('readonlyInclude', { '**/*.locked': true }, vscode.ConfigurationTarget.Global);
    try {
      const editor = await openFile('one two three\n', 'locked');
      select(editor, 'two');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.match(hook.messages.at(-1)?.text ?? '', /read-only/);
      assert.equal(editor.document.getText(), 'one two three\n');
      assert.deepEqual(hook.changesIn(editor.document), []);
    } finally {
      await configuration.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('works in the box of a commit message', async () => {
    const control = vscode.scm.createSourceControl('interlinear-test', 'Test', workspaceFolder());
    try {
      control.inputBox.value = 'one two three';
      await run('workbench.view.scm');
      const box = (): vscode.TextDocument | undefined =>
        vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'scminput');
      await eventually('the box', () => box()?.getText() === 'one two three');
      const document = box();
      assert.ok(document);
      await run('interlinear.instruct', {
        instruction: 'shout',
        uri: document.uri.toString(),
        ranges: [{ start: { line: 0, character: 4 }, end: { line: 0, character: 7 } }],
      });
      assert.equal(document.getText(), 'one TWO three');
      assert.equal(model.requests[0]?.format, 'scminput');
      await eventually('the message', () => control.inputBox.value === 'one TWO three');
    } finally {
      control.dispose();
    }
  });

  it('handles right-to-left text, tabs and emoji by whole characters', async () => {
    hook.useModel(new FakeModel((text) => text.replace('جميل', 'رائع').replace('👩‍👩‍👧', '👨‍👩‍👧')));
    const original = '\tهذا يوم جميل جدا في المدينة\n\tA day for the family 👩‍👩‍👧 and all of their friends.\n';
    const editor = await openFile(original);
    select(editor, original.trim());
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.deepEqual(
      hook.changesIn(editor.document).map(({ originalText, modifiedText }) => [originalText, modifiedText]),
      [
        ['جميل', 'رائع'],
        ['👩‍👩‍👧', '👨‍👩‍👧'],
      ],
    );
    await run('interlinear.undoAll');
    assert.equal(editor.document.getText(), original);
  });

  it('works in the middle of a file of a megabyte', async () => {
    const line = 'All work and no play makes a dull day for everybody who is here.\n';
    const lines = Math.ceil(2 ** 20 / line.length);
    const editor = await openFile(line.repeat(lines));
    const middle = Math.floor(lines / 2);
    editor.selection = new vscode.Selection(middle, 0, middle, 8);
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.equal(editor.document.lineAt(middle).text, `ALL WORK${line.slice(8).trimEnd()}`);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), 'A new beginning.\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually('the change to move', () => {
      const [change] = hook.changesIn(editor.document);
      return change !== undefined && editor.document.positionAt(change.range.start).line === middle + 1;
    });
    await run('interlinear.undoAll');
    assert.equal(editor.document.getText(), `A new beginning.\n${line.repeat(lines)}`);
  });
});
