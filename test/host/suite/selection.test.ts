import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, putCursor, rangeOf, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';
import { moveTo } from '../support/previewList.js';
import { answerOf, sized } from '../support/sizedAnswers.js';

describe('The selection', () => {
  const original = 'Ein Satz, der lang ist, und noch immer nicht zu Ende.';
  const text = `Before. ${original} After.\n`;
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => hook.useModel(new FakeModel(sized)));

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    hook.reset();
    await closeAll();
  });

  const selected = (editor: vscode.TextEditor): string[] =>
    editor.selections.map((selection) => editor.document.getText(selection));
  const waitFor = (editor: vscode.TextEditor, ...wanted: readonly string[]): Promise<void> =>
    eventually(`${wanted.join(' | ')}; it is ${selected(editor).join(' | ')}`, () => {
      return selected(editor).join('|') === wanted.join('|');
    });

  it('covers the answer, and the original again once that is back', async () => {
    const editor = await openFile(text);
    select(editor, original);
    await run('interlinear.translate', { target: 'en' });
    await waitFor(editor, answerOf(10));
    await run('interlinear.makeShorter');
    await waitFor(editor, answerOf(8));
    await run('interlinear.undoAll');
    await waitFor(editor, original);
  });

  it('keeps its direction', async () => {
    const editor = await openFile(text);
    const { start, end } = rangeOf(editor.document, original);
    editor.selection = new vscode.Selection(end, start);
    await run('interlinear.translate', { target: 'en' });
    await waitFor(editor, answerOf(10));
    assert.ok(editor.selection.isReversed);
  });

  it('covers each of several answers', async () => {
    const editor = await openFile(`Eins zwei.\nDazwischen.\nZwei drei.\n`);
    select(editor, 'Eins zwei.', 'Zwei drei.');
    await run('interlinear.translate', { target: 'en' });
    await waitFor(editor, answerOf(10, 'E'), answerOf(10, 'Z'));
  });

  it('stays a cursor, where it was, if it was one', async () => {
    const editor = await openFile(text);
    putCursor(editor, original, 3);
    await run('interlinear.translate', { target: 'en' });
    await eventually('the cursor', () => editor.selection.active.character === 'Before. '.length + 3);
    assert.ok(editor.selection.isEmpty);
    assert.match(editor.document.getText(), /w9\. After/);
  });

  it('comes back with the text when a list of wordings is left by Escape', async () => {
    const editor = await openFile(text);
    select(editor, original);
    await run('interlinear.translate', { target: 'en' });
    await waitFor(editor, answerOf(10));
    const done = run('interlinear.changeLength');
    await moveTo(editor.document, 'Previous', [
      `Before. ${answerOf(8)} After.\n`,
      `Before. ${answerOf(6)} After.\n`,
    ]);
    await waitFor(editor, answerOf(6));
    await run('workbench.action.closeQuickOpen');
    await done;
    await waitFor(editor, answerOf(10));
  });

  it('comes back by native undo', async () => {
    const editor = await openFile(text);
    select(editor, original);
    await run('interlinear.translate', { target: 'en' });
    await waitFor(editor, answerOf(10));
    await run('undo');
    await waitFor(editor, original);
  });
});
