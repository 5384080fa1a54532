import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, openFile, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const correct = replacing({ teh: 'the', wich: 'which', recieve: 'receive' });

describe('Reviewing the changes of several selections', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  /** Opens a file with `content` and has `selected` of it rewritten. */
  async function review(
    content = original,
    answer = correct,
    selected = content.trim(),
  ): Promise<vscode.TextEditor> {
    hook.useModel(new FakeModel(answer));
    const editor = await openFile(content);
    select(editor, selected);
    await run('interlinear.rewrite', { task: 'fix' });
    return editor;
  }

  const words = (document: vscode.TextDocument): string[] =>
    hook.changesIn(document).map(({ modifiedText }) => modifiedText);

  it('takes the typing of several cursors at once for one edit: outside it moves changes, inside it decides them', async () => {
    const editor = await review();
    const { document } = editor;
    editor.selections = ['the', 'hich', 'today'].map((text) => {
      const position = document.positionAt(document.getText().indexOf(text));
      return new vscode.Selection(position, position);
    });
    await run('type', { text: '_' });
    assert.equal(
      document.getText(),
      rewritten.replace('the', '_the').replace('which', 'w_hich').replace('today', '_today'),
    );
    assert.deepEqual(words(document), ['the', 'receive']);
    await run('interlinear.undoAll');
    assert.equal(
      document.getText(),
      original.replace('teh', '_teh').replace('wich', 'w_hich').replace('today', '_today'),
    );
  });

  it('takes linked selections back in one step, those of one answer only', async () => {
    hook.useModel(new FakeModel((text) => text.toUpperCase()));
    const editor = await openFile('first line\nsecond line\nthird line\n');
    select(editor, 'first', 'third');
    await run('interlinear.instruct', { instruction: 'shout' });
    select(editor, 'second');
    await run('interlinear.instruct', { instruction: 'shout' });
    const { document } = editor;
    const [first] = hook.changesIn(document);
    assert.ok(first);
    await run('interlinear.undo', { uri: document.uri.toString(), sessionId: first.sessionId });
    assert.equal(document.getText(), 'first line\nSECOND line\nthird line\n');
    await run('undo');
    assert.equal(document.getText(), 'FIRST line\nSECOND line\nTHIRD line\n');
  });
});
