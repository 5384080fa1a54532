import assert from 'node:assert/strict';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { eventually, openFile, run, select, undoAll } from '../support/editing.js';
import { FakeModel } from '../support/fakeModel.js';
import { translated, withSizedModel } from '../support/sizedModel.js';

describe('A limit of characters', () => {
  const original = 'Ein Satz, der lang ist.\n';
  let hook: TestHook;
  let model: FakeModel;

  withSizedModel((given, fresh) => {
    [hook, model] = [given, fresh];
  });

  it('asks for an answer that fits, again from the source', async () => {
    const { document } = await translated(original);
    await run('interlinear.fitTo', { characters: 12 });
    assert.equal(model.requests.at(-1)?.maximumCharacters, 12);
    assert.equal(document.getText(), 'w0 w1 w2 w3\n');
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), original);
  });

  it('counts what a person sees as one character as one', async () => {
    const editor = await openFile('👩‍👩‍👧‍👦 é 🇩🇪\n');
    select(editor, '👩‍👩‍👧‍👦 é 🇩🇪');
    await run('interlinear.fitTo', { characters: 5 });
    assert.match(hook.messages.at(-1)?.text ?? '', /has 5 characters, so it fits already/);
    assert.equal(model.requests.length, 0);
    await run('interlinear.fitTo', { characters: 4 });
    assert.equal(model.requests.length, 1);
  });

  it('says which sentences could not be made to fit', async () => {
    const { document } = await translated(original);
    model.warning = 'over-limit';
    await run('interlinear.fitTo', { characters: 12 });
    assert.match(hook.messages.at(-1)?.text ?? '', /short enough/);
    assert.equal(document.getText(), 'w0 w1 w2 w3\n');
  });

  it('keeps an answer that none is short enough to replace', async () => {
    const { document } = await translated(original);
    const before = document.getText();
    model = new FakeModel((text) => text);
    model.warning = 'over-limit';
    hook.useModel(model);
    await run('interlinear.fitTo', { characters: 3 });
    assert.match(hook.messages.at(-1)?.text ?? '', /short enough/);
    assert.equal(document.getText(), before);
    assert.equal(hook.changesIn(document).length, 1, 'still under review');
  });

  it('never writes an answer of more characters', async () => {
    const { document } = await translated(original);
    const before = document.getText();
    model = new FakeModel(() => 'Much more than was asked for.');
    hook.useModel(model);
    await run('interlinear.fitTo', { characters: 12 });
    assert.match(hook.messages.at(-1)?.text ?? '', /no answer with at most 12 characters/);
    assert.equal(document.getText(), before);
  });

  it('does nothing if the question is closed', async () => {
    const { document } = await translated(original);
    const { version } = document;
    let over = false;
    const done = run('interlinear.fitTo').then(() => (over = true));
    await eventually('the command to end', async () => {
      await run('workbench.action.closeQuickOpen');
      return over;
    });
    await done;
    assert.equal(document.version, version);
    assert.equal(model.requests.length, 1);
  });
});
