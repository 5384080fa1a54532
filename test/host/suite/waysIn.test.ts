import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, rangeOf, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

/** Our entries in the light bulb of a selected text. */
async function actionsOn(editor: vscode.TextEditor, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    range,
    vscode.CodeActionKind.RefactorRewrite.value,
  );
  return found.filter(({ command }) => command?.command.startsWith('interlinear.'));
}

describe('Ways in', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => hook.useModel(new FakeModel((text) => text.toUpperCase())));

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('are in the light bulb of a selection, the last language by its name', async () => {
    const editor = await openFile('one two three four\n', 'rst');
    select(editor, 'one');
    await run('interlinear.translate', { target: 'fr' });
    await run('interlinear.keepAll');
    const found = await actionsOn(editor, rangeOf(editor.document, 'two'));
    assert.deepEqual(
      found.map(({ title }) => title),
      [
        'Translate into French',
        'Fix grammar and spelling',
        'Translate into Another Language…',
        'Instruct Interlinear…',
      ],
    );
    const command = found[0]?.command;
    assert.ok(command);
    await run(command.command, ...((command.arguments ?? []) as unknown[]));
    assert.equal(editor.document.getText(), 'ONE TWO three four\n');
  });

  it('are not there without a selection, on signs alone, or in output', async () => {
    const editor = await openFile('one --- two\n', 'md');
    const cursor = new vscode.Range(0, 1, 0, 1);
    assert.deepEqual(await actionsOn(editor, cursor), []);
    assert.deepEqual(await actionsOn(editor, rangeOf(editor.document, '---')), []);
  });

  it('offer the last language by a command that bears its name', async () => {
    const editor = await openFile('one two\n', 'md');
    select(editor, 'one');
    await run('interlinear.translate', { target: 'fr' });
    assert.equal(hook.contextKey('interlinear.lastTarget'), 'fr');
    select(editor, 'two');
    await run('interlinear.translateIntoGerman');
    assert.equal(hook.contextKey('interlinear.lastTarget'), 'de');
    assert.equal(editor.document.getText(), 'ONE TWO\n');
  });

  it('tick a step of the walkthrough by what has worked', async () => {
    const editor = await openFile('one two\n', 'md');
    select(editor, 'one');
    await run('interlinear.translate', { target: 'Klingon' });
    select(editor, 'two');
    await run('interlinear.fix');
    assert.equal(hook.contextKey('interlinear.triedAnswer'), true);
    await run('interlinear.keepAll');
    await eventually('the tick', () => hook.contextKey('interlinear.triedReview') === true);
  });

  it('open a sample with a selected sentence, and the list of instructions', async () => {
    const done = run('interlinear.openSample');
    const sample = (): vscode.TextEditor | undefined =>
      vscode.window.visibleTextEditors.find(({ document }) => document.isUntitled);
    await eventually('the sample', () => sample()?.selection.isEmpty === false);
    const editor = sample();
    assert.ok(editor);
    assert.match(editor.document.getText(editor.selection), /^The library is closed on Monday\./);
    await run('workbench.action.closeQuickOpen');
    await done;
    await vscode.window.showTextDocument(editor.document);
    await run('workbench.action.revertAndCloseActiveEditor');
  });
});
