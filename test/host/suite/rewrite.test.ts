import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, putCursor, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const upper = (text: string): string => text.toUpperCase();

describe('Rewriting a selection', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('sends the selection with the instruction, the language and nothing else', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('One. Two. Three.\n', 'md');
    select(editor, 'Two.');
    await run('interlinear.translate', { target: 'de' });
    assert.equal(model.requests.length, 1);
    const { texts, instruction, format, iterations } = model.requests[0]!;
    assert.deepEqual(
      { texts, instruction, format, iterations },
      {
        texts: ['Two.'],
        instruction: 'Translate to German.',
        format: 'markdown',
        iterations: undefined,
      },
    );
    assert.equal(editor.document.getText(), 'One. TWO. Three.\n');
  });

  it('is one undo step, whatever the number of changed words', async () => {
    hook.useModel(new FakeModel(replacing({ teh: 'the', wich: 'which', recieve: 'receive' })));
    const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
    const editor = await openFile(original);
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    assert.equal(
      editor.document.getText(),
      'I know the book, which you receive as a present from all of us here today.\n',
    );
    assert.equal(hook.changesIn(editor.document).length, 3);
    await run('undo');
    assert.equal(editor.document.getText(), original);
    assert.equal(editor.document.isDirty, false, 'nothing else was on the undo stack');
  });

  it('treats several selections as one linked change', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('first line\nsecond line\nthird line\n');
    select(editor, 'third', 'first');
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.deepEqual(
      model.requests.map(({ texts }) => texts),
      [['first', 'third']],
    );
    assert.equal(editor.document.getText(), 'FIRST line\nsecond line\nTHIRD line\n');
    assert.equal(new Set(hook.changesIn(editor.document).map(({ sessionId }) => sessionId)).size, 1);
    await run('undo');
    assert.equal(editor.document.getText(), 'first line\nsecond line\nthird line\n');
  });

  it('takes the sentence at the cursor where nothing is selected', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('Here is one. There is\nanother. And a third.\n', 'md');
    putCursor(editor, 'There', 7);
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.deepEqual(model.requests[0]?.texts, ['There is\nanother.']);
    assert.equal(editor.document.getText(), 'Here is one. THERE IS\nANOTHER. And a third.\n');
  });

  it('works on one sentence once, though two cursors stand in it', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('Here is one.\n');
    editor.selections = [new vscode.Selection(0, 2, 0, 2), new vscode.Selection(0, 6, 0, 6)];
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.deepEqual(model.requests[0]?.texts, ['Here is one.']);
  });

  it('keeps CRLF line ends', async () => {
    hook.useModel(new FakeModel((text) => text.replaceAll('\r\n', '\n').toUpperCase()));
    const editor = await openFile('one two\r\nthree four\r\nfive\r\n');
    editor.selection = new vscode.Selection(0, 0, 1, 10);
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    assert.equal(editor.document.getText(), 'ONE TWO\r\nTHREE FOUR\r\nfive\r\n');
    await run('interlinear.undoAll');
    assert.equal(editor.document.getText(), 'one two\r\nthree four\r\nfive\r\n');
  });

  it('changes only the words that differ, so that the cursor stays where it is', async () => {
    hook.useModel(new FakeModel(replacing({ days: 'day' })));
    const editor = await openFile('She goes to school every days and likes it.\n');
    await run('interlinear.rewrite', {
      task: 'fix',
      ranges: [{ start: { line: 0, character: 0 }, end: { line: 0, character: 43 } }],
    });
    assert.deepEqual(
      hook.changesIn(editor.document).map(({ originalText, modifiedText }) => [originalText, modifiedText]),
      [['days', 'day']],
    );
    editor.selection = new vscode.Selection(0, 38, 0, 38);
    await run('interlinear.undoAll');
    assert.equal(editor.selection.active.character, 39, 'the cursor moved with its word');
  });

  it('says that nothing changes, and opens no review', async () => {
    hook.useModel(new FakeModel((text) => text));
    const editor = await openFile('All is well.\n');
    select(editor, 'All is well.');
    await run('interlinear.rewrite', { task: 'fix' });
    assert.match(hook.messages.at(-1)?.text ?? '', /^No changes/);
    assert.equal(editor.document.isDirty, false);
    assert.deepEqual(hook.changesIn(editor.document), []);
  });

  it('says that there is no text where there is none', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    await openFile('\n\n');
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.match(hook.messages.at(-1)?.text ?? '', /no text here/);
    assert.equal(model.requests.length, 0);
  });

  it('passes the settings of the document on', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('one\n');
    const configuration = vscode.workspace.getConfiguration('interlinear', editor.document);
    await configuration.update('iterations', 7, vscode.ConfigurationTarget.Global);
    try {
      select(editor, 'one');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.equal(model.requests[0]?.iterations, 7);
      assert.equal(model.requests[0].lengthBeam, undefined);
    } finally {
      await configuration.update('iterations', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('asks before it runs an instruction that the model was not trained for', async () => {
    const model = new FakeModel(upper);
    model.unknownInstruction = hook.failure('unknownInstruction', '“make it rhyme” is not known.');
    hook.useModel(model);
    const editor = await openFile('one two\n');
    select(editor, 'one');
    await run('interlinear.instruct', { instruction: 'make it rhyme' });
    assert.equal(editor.document.getText(), 'one two\n');
    const message = hook.messages.at(-1);
    assert.ok(message);
    assert.match(message.text, /make it rhyme/);
    await message.choose('Run Anyway');
    await eventually('the answer', () => editor.document.getText() === 'ONE two\n');
    assert.equal(model.requests.at(-1)?.allowUnknownInstruction, true);
  });

  it('asks before it runs on a writing that the model cannot read', async () => {
    const model = new FakeModel(() => 'nonsense');
    hook.useModel(model);
    const arabic = 'الكتاب على الطاولة.';
    const editor = await openFile(`${arabic}\n`);
    select(editor, arabic);
    await run('interlinear.translate', { target: 'en' });
    assert.equal(editor.document.getText(), `${arabic}\n`);
    assert.equal(model.requests.length, 0);
    const message = hook.messages.at(-1);
    assert.ok(message);
    assert.match(message.text, /cannot read this writing.*English, German, French/);
    await message.choose('Run Anyway');
    await eventually('the answer', () => editor.document.getText() === 'nonsense\n');
  });

  it('answers a question about the text beside it, not in its place', async () => {
    const model = new FakeModel(upper);
    hook.useModel(model);
    const editor = await openFile('one two\n');
    select(editor, 'one');
    await run('interlinear.instruct', { instruction: 'classify' });
    assert.equal(hook.messages.at(-1)?.text, 'formal (100 %)');
    assert.equal(editor.document.getText(), 'one two\n');
    assert.equal(model.requests.length, 0);
  });

  it('tells a person which sentences were left alone', async () => {
    const model = new FakeModel(upper);
    model.warning = 'protected-span-lost';
    hook.useModel(model);
    const editor = await openFile('one two\n');
    select(editor, 'one');
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.equal(hook.messages.at(-1)?.severity, 'warning');
    assert.match(hook.messages.at(-1)?.text ?? '', /left as they were \(1\)/);
  });

  it('does not say that a text needs no change when it was left alone', async () => {
    const model = new FakeModel((text) => text);
    model.warning = 'protected-span-lost';
    hook.useModel(model);
    const editor = await openFile('one two\n');
    select(editor, 'one');
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.equal(hook.messages.length, 1);
    assert.match(hook.messages[0]?.text ?? '', /left as they were \(1\)/);
  });

  it('announces its changes where a screen reader is used', async () => {
    hook.useModel(new FakeModel(upper));
    const configuration = vscode.workspace.getConfiguration('editor');
    const before = configuration.inspect('accessibilitySupport')?.globalValue;
    await configuration.update('accessibilitySupport', 'on', vscode.ConfigurationTarget.Global);
    try {
      const editor = await openFile('one two\n');
      select(editor, 'one');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.deepEqual(
        hook.messages.map(({ text }) => text),
        ['Interlinear: 1 change'],
      );
    } finally {
      await configuration.update('accessibilitySupport', before, vscode.ConfigurationTarget.Global);
    }
  });

  it('reports a failure of the engine with a way to the log', async () => {
    hook.useModel(
      new FakeModel(() => {
        throw new Error('out of ink');
      }),
    );
    const editor = await openFile('one two\n');
    select(editor, 'one');
    await run('interlinear.instruct', { instruction: 'shout' });
    assert.match(hook.messages.at(-1)?.text ?? '', /out of ink/);
    assert.deepEqual(hook.messages.at(-1)?.actions, ['Show Log']);
    assert.equal(editor.document.getText(), 'one two\n');
    assert.equal(hook.running, 0);
  });
});
