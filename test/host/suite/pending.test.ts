import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, replaceText, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

describe('While the model is working', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  /** Selects `text`, starts a request for it, and waits until the model has it. */
  async function start(
    answer: (text: string) => string,
    content: string,
    ...texts: readonly string[]
  ): Promise<{ editor: vscode.TextEditor; done: Promise<void> }> {
    model = new FakeModel(answer);
    model.hold = true;
    hook.useModel(model);
    const editor = await openFile(content);
    select(editor, ...texts);
    const done = run('interlinear.instruct', { instruction: 'shout' });
    await eventually('the request', () => model.held.length === 1);
    return { editor, done };
  }

  const upper = (text: string): string => text.toUpperCase();

  it('writes nothing, and shows that it works', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'two');
    assert.equal(editor.document.isDirty, false);
    assert.equal(hook.running, 1);
    assert.equal(hook.contextKey('interlinear.running'), true);
    model.held[0]!.pass({ pass: 1, passes: 4, batch: 1, batches: 1 });
    model.held[0]!.release();
    await done;
    assert.equal(hook.running, 0);
    assert.equal(hook.contextKey('interlinear.running'), false);
    assert.equal(editor.document.getText(), 'one TWO three\n');
  });

  it('follows edits made before and after the selection', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'two');
    await replaceText(editor.document, 'one', 'a much longer beginning');
    await replaceText(editor.document, 'three', '3');
    model.held[0]!.release();
    await done;
    assert.equal(editor.document.getText(), 'a much longer beginning TWO 3\n');
    assert.deepEqual(hook.messages, []);
  });

  it('never overwrites text that was edited meanwhile', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'one two three');
    await replaceText(editor.document, 'two', '2');
    model.held[0]!.release();
    await done;
    assert.equal(editor.document.getText(), 'one 2 three\n');
    assert.deepEqual(hook.messages.at(-1)?.actions, ['Show Diff', 'Run Again', 'Discard']);
    assert.deepEqual(hook.changesIn(editor.document), []);
    await hook.messages.at(-1)?.choose('Discard');
    assert.equal(editor.document.getText(), 'one 2 three\n');
  });

  it('never overwrites what a person typed in a linked selection either', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'one', 'three');
    await replaceText(editor.document, 'three', 'drei');
    model.held[0]!.release();
    await done;
    assert.equal(editor.document.getText(), 'one two drei\n', 'the other selection is not changed alone');
  });

  it('runs again on the text as it is now', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'one two three');
    await replaceText(editor.document, 'two', '2 and a half');
    model.held[0]!.release();
    await done;
    await replaceText(editor.document, 'three', 'drei');
    model.hold = false;
    await hook.messages.at(-1)?.choose('Run Again');
    await eventually('the second answer', () => editor.document.getText() === 'ONE 2 AND A HALF DREI\n');
    assert.deepEqual(model.requests.at(-1)?.texts, ['one 2 and a half drei']);
  });

  it('shows a stale answer beside the text without writing it', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'one two three');
    await replaceText(editor.document, 'two', '2');
    model.held[0]!.release();
    await done;
    await hook.messages.at(-1)?.choose('Show Diff');
    const answer = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'interlinear-original');
    await eventually('the answer beside the text', () => answer()?.getText() === 'ONE TWO THREE\n');
    assert.equal(editor.document.getText(), 'one 2 three\n');
  });

  it('brings its changes and the person’s together where they lie apart', async () => {
    const text = 'I recieve a letter every day and I read it at once with great joy.';
    const { editor, done } = await start(replacing({ recieve: 'receive' }), `${text}\n`, text);
    await replaceText(editor.document, 'great joy', 'pleasure');
    model.held[0]!.release();
    await done;
    assert.equal(
      editor.document.getText(),
      'I receive a letter every day and I read it at once with pleasure.\n',
    );
  });

  it('can be cancelled, and then writes nothing', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'two');
    await run('interlinear.cancel');
    await done;
    assert.equal(model.aborted, 1);
    assert.equal(hook.running, 0);
    assert.deepEqual(hook.messages, [], 'who cancels needs no message');
    assert.equal(editor.document.getText(), 'one two three\n');
  });

  it('gives an earlier request for the same text up', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'two');
    select(editor, 'two three');
    const second = run('interlinear.instruct', { instruction: 'again' });
    await done;
    await eventually('the second request', () => model.held.length === 2);
    assert.equal(model.aborted, 1);
    model.held[1]!.release();
    await second;
    assert.equal(editor.document.getText(), 'one TWO THREE\n');
  });

  it('works on two places at the same time', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'one');
    select(editor, 'three');
    const second = run('interlinear.instruct', { instruction: 'again' });
    await eventually('the second request', () => model.held.length === 2);
    model.held[1]!.release();
    await second;
    model.held[0]!.release();
    await done;
    assert.equal(editor.document.getText(), 'ONE two THREE\n');
    assert.equal(hook.changesIn(editor.document).length, 2);
  });

  it('saves as usual', async () => {
    const { editor, done } = await start(upper, 'one two three\n', 'two');
    await replaceText(editor.document, 'one', 'eins');
    assert.ok(await editor.document.save());
    model.held[0]!.release();
    await done;
    assert.equal(editor.document.getText(), 'eins TWO three\n');
    assert.ok(await editor.document.save());
    assert.equal(hook.changesIn(editor.document).length, 1, 'saving decides nothing');
    const saved = await vscode.workspace.fs.readFile(editor.document.uri);
    assert.equal(Buffer.from(saved).toString(), 'eins TWO three\n');
  });
});
