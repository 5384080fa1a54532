import assert from 'node:assert/strict';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

describe('Choosing from lists', () => {
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
    await run('workbench.action.closeQuickOpen');
    hook.reset();
    await closeAll();
  });

  /** Runs a command without arguments and takes the entry that the list offers first. */
  async function takeFirst(command: string): Promise<void> {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run(command);
    await eventually('a request', async () => {
      // Without effect until the list is there.
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return model.requests.length > 0;
    });
    await done;
    assert.equal(editor.document.getText(), 'one TWO three\n');
  }

  it('offers the last target language of this kind of document first', async () => {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'one');
    await run('interlinear.translate', { target: 'fr' });
    model.requests.length = 0;
    await takeFirst('interlinear.translate');
    assert.equal(model.requests[0]?.instruction, 'Translate to French.');
  });

  it('offers the tasks of the model', async () => {
    await takeFirst('interlinear.rewrite');
    assert.equal(model.requests[0]?.instruction, 'Fix grammar and spelling.');
  });

  it('offers what the model was trained to do', async () => {
    await takeFirst('interlinear.instruct');
    assert.equal(model.requests[0]?.instruction, 'Translate to German.');
  });

  it('does nothing if the list is closed', async () => {
    const editor = await openFile('one two three\n');
    select(editor, 'two');
    let over = false;
    const done = run('interlinear.instruct').then(() => (over = true));
    await eventually('the command to end', async () => {
      await run('workbench.action.closeQuickOpen');
      return over;
    });
    await done;
    assert.equal(model.requests.length, 0);
    assert.deepEqual(hook.messages, []);
  });

  it('says which languages there are if another one is asked for', async () => {
    const editor = await openFile('one two three\n');
    select(editor, 'two');
    await run('interlinear.translate', { target: 'tlh' });
    assert.match(hook.messages.at(-1)?.text ?? '', /“tlh”; it knows: de, fr, en/);
    assert.equal(model.requests.length, 0);
  });

  it('shows the status', async () => {
    let over = false;
    const done = run('interlinear.showStatus').then(() => (over = true));
    await eventually('the list to close', async () => {
      await run('workbench.action.closeQuickOpen');
      return over;
    });
    await done;
    assert.deepEqual(hook.messages, []);
  });
});
