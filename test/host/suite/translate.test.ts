import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, replaceText, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { fakeManifest } from '../support/fakeManifest.js';
import { FakeModel } from '../support/fakeModel.js';

describe('Translating', () => {
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
    hook.reset();
    await closeAll();
  });

  it('translates the whole document, reviewed, in one undo step', async () => {
    const editor = await openFile('# one\n\ntwo three\n', 'md');
    await run('interlinear.translateDocument', { target: 'de' });
    assert.equal(editor.document.getText(), '# ONE\n\nTWO THREE\n');
    assert.deepEqual(
      model.requests.map(({ texts, instruction, format }) => [texts, instruction, format]),
      [[['# one\n\ntwo three\n'], 'Translate to German.', 'markdown']],
    );
    assert.ok(hook.changesIn(editor.document).length > 0);
    await run('undo');
    assert.equal(editor.document.getText(), '# one\n\ntwo three\n');
  });

  it('can be cancelled', async () => {
    model.hold = true;
    const editor = await openFile('one\n\ntwo\n');
    const done = run('interlinear.translateDocument', { target: 'de' });
    await eventually('the request', () => model.held.length === 1);
    model.held[0]?.pass({ pass: 1, passes: 4, batch: 2, batches: 5 });
    await run('interlinear.cancel');
    await done;
    assert.equal(model.aborted, 1);
    assert.equal(editor.document.getText(), 'one\n\ntwo\n');
    assert.deepEqual(hook.messages, []);
  });

  it('says so if a document is too long', async () => {
    const editor = await openFile('word '.repeat(400_001));
    await run('interlinear.translateDocument', { target: 'de' });
    assert.match(hook.messages.at(-1)?.text ?? '', /too long.*interlinear translate/);
    assert.equal(model.requests.length, 0);
    assert.ok(editor.document.getText().startsWith('word'));
  });

  it('remembers the language of each kind of document, for one step', async () => {
    const markdown = await openFile('one', 'md');
    select(markdown, 'one');
    await run('interlinear.translate', { target: 'fr' });
    const plain = await openFile('two', 'txt');
    select(plain, 'two');
    await run('interlinear.translate', { target: 'German' });
    const again = await openFile('three four', 'md');
    select(again, 'four');
    await run('interlinear.translateToLast');
    assert.equal(again.document.getText(), 'three FOUR');
    assert.equal(model.requests.at(-1)?.instruction, 'Translate to French.');
  });

  it('says that a text is in that language already, and translates it if asked to', async () => {
    const labels = ['German', 'English'];
    const languages = ['de', 'en'];
    model.manifest = () =>
      Promise.resolve({
        ...fakeManifest,
        labelSets: [...fakeManifest.labelSets, { id: 'language', labels, languages }],
      });
    const text = 'Das ist ein ganz gewöhnlicher Satz.';
    const editor = await openFile(text);
    await run('interlinear.translateDocument', { target: 'de' });
    const message = hook.messages.at(-1);
    assert.match(message?.text ?? '', /in German already/);
    assert.deepEqual([editor.document.getText(), model.requests.length], [text, 0]);
    await message?.choose('Translate Anyway');
    assert.equal(editor.document.getText(), text.toUpperCase());
  });

  it('translates to the clipboard, and changes nothing', async () => {
    const editor = await openFile('one two three\n');
    select(editor, 'one', 'three');
    const { version } = editor.document;
    await run('interlinear.translateToClipboard', { target: 'de' });
    assert.equal(await vscode.env.clipboard.readText(), 'ONE\nTHREE');
    assert.equal(editor.document.version, version);
    assert.equal(editor.document.isDirty, false);
  });

  it('translates read-only documents to the clipboard and beside', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('interlinear-test', {
      provideTextDocumentContent: () => 'one\ntwo\n',
    });
    try {
      const uri = vscode.Uri.parse('interlinear-test:/readonly.md');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      await run('interlinear.translateToClipboard', { target: 'de' });
      assert.equal(await vscode.env.clipboard.readText(), 'ONE\nTWO\n');
      await run('interlinear.translateDocument', { target: 'de' });
      assert.match(hook.messages.at(-1)?.text ?? '', /read-only/);
    } finally {
      provider.dispose();
    }
  });

  it('opens the translation beside, in the same language of VS Code', async () => {
    const editor = await openFile('# one\n\ntwo\n', 'md');
    const { document } = editor;
    await run('interlinear.openTranslation', { target: 'de', uri: document.uri.toString() });
    const opened = vscode.window.visibleTextEditors.map((visible) => visible.document);
    const translation = opened.find(({ isUntitled }) => isUntitled);
    assert.equal(translation?.getText(), '# ONE\n\nTWO\n');
    assert.equal(translation.languageId, 'markdown');
    assert.equal(document.getText(), '# one\n\ntwo\n');
    await vscode.window.showTextDocument(translation);
    await run('workbench.action.revertAndCloseActiveEditor');
  });

  describe('while pasting', () => {
    it('puts the translation of the clipboard at the cursors, in one undo step', async () => {
      const editor = await openFile('a b c');
      select(editor, 'a', 'c');
      await vscode.env.clipboard.writeText('hello');
      await run('interlinear.pasteAsTranslation', { target: 'de' });
      assert.equal(editor.document.getText(), 'HELLO b HELLO');
      assert.equal(model.requests.at(-1)?.format, 'plaintext');
      await run('undo');
      assert.equal(editor.document.getText(), 'a b c');
    });

    it('leaves the translation on the clipboard if the document changed meanwhile', async () => {
      model.hold = true;
      const editor = await openFile('a b c');
      select(editor, 'a');
      await vscode.env.clipboard.writeText('hello');
      const done = run('interlinear.pasteAsTranslation', { target: 'de' });
      await eventually('the request', () => model.held.length === 1);
      await replaceText(editor.document, 'b', 'bee');
      model.held[0]?.release();
      await done;
      assert.equal(editor.document.getText(), 'a bee c');
      assert.equal(await vscode.env.clipboard.readText(), 'HELLO');
      assert.match(hook.messages.at(-1)?.text ?? '', /on the clipboard/);
    });

    it('says so if there is nothing to paste', async () => {
      await openFile('a b c');
      await vscode.env.clipboard.writeText('');
      await run('interlinear.pasteAsTranslation', { target: 'de' });
      assert.match(hook.messages.at(-1)?.text ?? '', /no text on the clipboard/);
    });
  });
});
