import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('interlinear');
const ownInstructions = (): unknown => configuration().inspect('savedInstructions')?.globalValue;

/** Goes to one end of whatever list is open and takes the entry there, until something has happened. */
async function take(
  end: 'first' | 'last',
  what: string,
  happened: () => boolean | Promise<boolean>,
): Promise<void> {
  await eventually(what, async () => {
    if (!(await happened())) {
      // Without effect until a list is there; in a box for text it fails, because that has no entries.
      await run(`quickInput.${end}`).catch(() => undefined);
      await run('workbench.action.acceptSelectedQuickOpenItem');
    }
    return happened();
  });
}

describe('Instruct…', () => {
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
    await configuration().update('savedInstructions', undefined, vscode.ConfigurationTarget.Global);
    hook.reset();
    await closeAll();
  });

  it('takes what a keybinding has put into its input', async () => {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run('interlinear.instruct', { prefill: 'fix the grammar' });
    await take('first', 'a request', () => model.requests.length > 0);
    await done;
    assert.equal(model.requests[0]?.instruction, 'Fix grammar and spelling.');
    assert.equal(editor.document.getText(), 'one TWO three\n');
  });

  it('says that the model was not trained for something, and runs the nearest that it was', async () => {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run('interlinear.instruct', { prefill: 'make it more formal somehow' });
    await take('first', 'a request', () => model.requests.length > 0);
    await done;
    assert.equal(model.requests[0]?.instruction, 'Make it formal.');
    assert.notEqual(model.requests[0].allowUnknownInstruction, true);
  });

  it('runs it all the same for who insists', async () => {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run('interlinear.instruct', { prefill: 'make it rhyme' });
    await take('last', 'a request', () => model.requests.length > 0);
    await done;
    assert.equal(model.requests[0]?.instruction, 'make it rhyme');
    assert.equal(model.requests[0].allowUnknownInstruction, true);
  });

  it('offers a person’s own instructions by their names', async () => {
    const own = { 'Zebra crossing': 'make it formal' };
    await configuration().update('savedInstructions', own, vscode.ConfigurationTarget.Global);
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run('interlinear.instruct', { prefill: 'Zebra crossing' });
    await take('first', 'a request', () => model.requests.length > 0);
    await done;
    assert.equal(model.requests[0]?.instruction, 'make it formal');
  });

  it('is kept under a name, and forgotten, from the list of all', async () => {
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    const done = run('interlinear.instruct', { prefill: 'make it sing' });
    await take('last', 'a request', () => model.requests.length > 0);
    await done;
    const managed = run('interlinear.manageInstructions');
    await take('first', 'an instruction to be saved', () => ownInstructions() !== undefined);
    assert.deepEqual(Object.values(ownInstructions() as object), ['make it sing']);
    // The last entry of the list is one of the history, then the one just saved; the last action is to remove it.
    await take('last', 'the list to be empty', () => hook.messages.length > 0);
    await managed;
    assert.match(hook.messages[0]?.text ?? '', /^There are no instructions yet/);
    assert.equal(ownInstructions(), undefined);
  });
});

describe('Commands for each way to rewrite', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('ask the model without asking the person', async () => {
    for (const [command, instruction] of [
      ['interlinear.fix', 'Fix grammar and spelling.'],
      ['interlinear.formal', 'Make it formal.'],
    ] as const) {
      const model = new FakeModel((text) => text.toUpperCase());
      hook.useModel(model);
      const editor = await openFile('one two three\n', 'md');
      select(editor, 'two');
      await run(command);
      assert.equal(model.requests[0]?.instruction, instruction);
      assert.equal(editor.document.getText(), 'one TWO three\n');
    }
  });

  it('say what the model can do where it cannot do that', async () => {
    const model = new FakeModel((text) => text);
    hook.useModel(model);
    const editor = await openFile('one two three\n', 'md');
    select(editor, 'two');
    for (const task of ['simplify', 'informal']) {
      await run(`interlinear.${task}`);
      assert.match(hook.messages.at(-1)?.text ?? '', new RegExp(`“${task}”; it knows: fix, formal`));
    }
    assert.equal(model.requests.length, 0);
  });
});
