import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select, undoAll, workspaceFolder } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';
import { MemoryFiles } from './memoryFiles.js';

describe('A workspace whose files are on no disk', () => {
  const files = new MemoryFiles();
  let registration: vscode.Disposable;
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider('interlinear-memory', files);
    assert.equal(workspaceFolder().scheme, 'interlinear-memory');
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel(replacing({ teh: 'the', recieve: 'receive' }));
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  after(() => {
    registration.dispose();
  });

  it('has its files rewritten, reviewed, undone and saved where they are', async () => {
    const editor = await openFile('I saw teh letter that we recieve.\n', 'md');
    const { document } = editor;
    select(editor, 'I saw teh letter that we recieve.');
    await run('interlinear.rewrite', { task: 'fix' });
    assert.equal(document.getText(), 'I saw the letter that we receive.\n');
    assert.equal(hook.changesIn(document).length, 2);
    assert.ok(await document.save());
    assert.equal(files.read(document.uri.path), 'I saw the letter that we receive.\n');
    assert.equal(hook.changesIn(document).length, 2, 'the review goes on after saving');
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), 'I saw teh letter that we recieve.\n');
  });

  it('has a glossary of its own', async () => {
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(workspaceFolder(), 'glossary.csv'),
      Buffer.from('source,target\nletter,Brief\n'),
    );
    const editor = await openFile('A letter.\n', 'md');
    select(editor, 'A letter.');
    await run('interlinear.translate', { target: 'de' });
    assert.deepEqual(model.requests[0]?.glossary, [{ source: 'letter', target: 'Brief' }]);
    select(editor, 'letter');
    await run('interlinear.addToGlossary', { translation: 'Schreiben', language: 'de' });
    await eventually(
      'the new term',
      () => files.read('/project/glossary.csv')?.includes('Schreiben') === true,
    );
  });

  it('has no process files of ours in it', () => {
    const names = files.readDirectory(workspaceFolder()).map(([name]) => name);
    assert.deepEqual(
      names.filter((name) => !/\.(md|csv)$/.test(name)),
      [],
    );
  });

  it('is not written to where it is read-only, and the model is asked for nothing', async () => {
    const frozen = new MemoryFiles();
    const uri = vscode.Uri.from({ scheme: 'interlinear-frozen', path: '/page.md' });
    frozen.writeFile(uri, Buffer.from('I saw teh letter.\n'));
    const isReadonly = true;
    const registered = vscode.workspace.registerFileSystemProvider('interlinear-frozen', frozen, {
      isReadonly,
    });
    try {
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      select(editor, 'I saw teh letter.');
      await run('interlinear.rewrite', { task: 'fix' });
      assert.match(hook.messages.at(-1)?.text ?? '', /read-only/);
      assert.deepEqual(model.requests, []);
      assert.equal(editor.document.getText(), 'I saw teh letter.\n');
    } finally {
      registered.dispose();
    }
  });
});
