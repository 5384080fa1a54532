import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, replaceText, run, select, undoAll } from '../support/editing.js';
import { openedByPerson } from '../support/openedByPerson.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const correct = replacing({ teh: 'the', wich: 'which', recieve: 'receive' });

describe('Restore Last Original', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  async function rewrittenFile(): Promise<vscode.TextDocument> {
    hook.useModel(new FakeModel(correct));
    const editor = await openFile(original);
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    assert.equal(editor.document.getText(), rewritten);
    return editor.document;
  }

  it('works after the review has ended, in one undo step', async () => {
    const document = await rewrittenFile();
    await run('interlinear.keepAll');
    await replaceText(document, 'present', 'gift');
    await run('interlinear.restoreOriginal');
    assert.equal(document.getText(), original.replace('present', 'gift'));
    await run('undo');
    assert.equal(document.getText(), rewritten.replace('present', 'gift'));
    await run('interlinear.restoreOriginal');
    assert.equal(document.getText(), original.replace('present', 'gift'), 'and again after an undo');
  });

  it('ends an open review, as there is nothing left to decide', async () => {
    const document = await rewrittenFile();
    await run('interlinear.restoreOriginal');
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
  });

  it('works after the file was saved, closed and opened again', async () => {
    hook.useModel(new FakeModel(correct));
    const editor = await openedByPerson(original);
    const { document } = editor;
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    await run('interlinear.keepAll');
    assert.ok(await document.save());
    await run('workbench.action.closeActiveEditor');
    await eventually('the document to close', () => document.isClosed);
    const again = await vscode.workspace.openTextDocument(document.uri);
    await vscode.window.showTextDocument(again);
    await replaceText(again, 'I know', 'All of us know');
    await run('interlinear.restoreOriginal');
    assert.equal(again.getText(), original.replace('I know', 'All of us know'));
  });

  it('goes back answer by answer', async () => {
    const document = await rewrittenFile();
    hook.useModel(new FakeModel(replacing({ present: 'gift' })));
    await run('interlinear.rewrite', {
      task: 'fix',
      ranges: [{ start: { line: 0, character: 0 }, end: { line: 0, character: 70 } }],
    });
    assert.equal(document.getText(), rewritten.replace('present', 'gift'));
    await run('interlinear.restoreOriginal');
    assert.equal(document.getText(), rewritten);
    await run('interlinear.restoreOriginal');
    assert.equal(document.getText(), original);
    await run('interlinear.restoreOriginal');
    assert.match(hook.messages.at(-1)?.text ?? '', /remembers no original/);
  });

  it('never overwrites text that is not ours: it shows what it would do, and asks', async () => {
    const document = await rewrittenFile();
    await replaceText(document, 'which', 'that');
    await run('interlinear.restoreOriginal');
    const text = rewritten.replace('which', 'that');
    assert.equal(document.getText(), text, 'nothing was written');
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
    const message = hook.messages.at(-1);
    assert.deepEqual(message?.actions, ['Restore All', 'Restore the Rest', 'Leave As It Is']);
    await message.choose('Restore the Rest');
    await eventually('the rest', () => document.getText() === original.replace('wich', 'that'));
    await run('interlinear.restoreOriginal', { uri: document.uri.toString() });
    await hook.messages.at(-1)?.choose('Restore All');
    await eventually('all of it', () => document.getText() === original);
  });

  it('works where answers are not reviewed', async () => {
    const configuration = vscode.workspace.getConfiguration('interlinear');
    await configuration.update('review.mode', 'off', vscode.ConfigurationTarget.Global);
    try {
      const document = await rewrittenFile();
      await run('interlinear.restoreOriginal');
      assert.equal(document.getText(), original);
    } finally {
      await configuration.update('review.mode', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('remembers nothing where it is switched off, and forgets what it knew', async () => {
    const document = await rewrittenFile();
    const configuration = vscode.workspace.getConfiguration('interlinear');
    await configuration.update('review.keepOriginals', false, vscode.ConfigurationTarget.Global);
    try {
      await run('interlinear.restoreOriginal');
      assert.equal(document.getText(), rewritten);
      assert.match(hook.messages.at(-1)?.text ?? '', /remembers no original/);
      const second = await rewrittenFile();
      await run('interlinear.restoreOriginal');
      assert.equal(second.getText(), rewritten);
      assert.equal(await undoAll(second), 1, 'native undo is still there');
    } finally {
      await configuration.update('review.keepOriginals', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
