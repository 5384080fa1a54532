import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import {
  closeAll,
  eventually,
  openFile,
  putCursor,
  replaceText,
  run,
  select,
  undoAll,
} from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';
import { moveTo } from '../support/previewList.js';

describe('Wording a part of a sentence', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel((text) => text);
    model.wordings = ['quick', 'very swift'];
    hook.useModel(model);
  });

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    hook.reset();
    await closeAll();
  });

  /** Runs a command whose list shows its first entry at once. */
  async function opened(
    command: 'rewritePhrase' | 'fillGap',
    document: vscode.TextDocument,
    first: string,
  ): Promise<{ done: Promise<void> }> {
    const done = run(`interlinear.${command}`);
    await eventually(`“${first}”`, () => document.getText() === first);
    return { done };
  }

  it('changes the selected words only, in the light of both sides', async () => {
    const editor = await openFile('Before it. The fast fox jumps high. After it.\n');
    const { document } = editor;
    select(editor, ' fast ');
    const { done } = await opened(
      'rewritePhrase',
      document,
      'Before it. The quick fox jumps high. After it.\n',
    );
    const { before, after, phrase, alternatives } = model.fillRequests[0]!;
    assert.deepEqual(
      { before, after, phrase, alternatives },
      { before: 'The ', after: ' fox jumps high.', phrase: 'fast', alternatives: 8 },
    );
    await moveTo(document, 'Next', ['Before it. The very swift fox jumps high. After it.\n']);
    assert.deepEqual(
      hook.changesIn(document).map(({ originalText, modifiedText }) => [originalText, modifiedText]),
      [['fast', 'very swift']],
    );
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    await run('interlinear.undoAll');
    assert.equal(document.getText(), 'Before it. The fast fox jumps high. After it.\n');
  });

  it('is one undo step, whatever was tried', async () => {
    const editor = await openFile('The fast fox.\n');
    const { document } = editor;
    select(editor, 'fast');
    const { done } = await opened('rewritePhrase', document, 'The quick fox.\n');
    await moveTo(document, 'Next', ['The very swift fox.\n']);
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), 'The fast fox.\n');
    await eventually('a clean document', () => !document.isDirty);
  });

  it('leaves text and undo stack as they were on Escape', async () => {
    const editor = await openFile('The fast fox.\r\nA second line.\r\n');
    const { document } = editor;
    select(editor, 'fast');
    const { done } = await opened('rewritePhrase', document, 'The quick fox.\r\nA second line.\r\n');
    await run('workbench.action.closeQuickOpen');
    await done;
    assert.equal(document.getText(), 'The fast fox.\r\nA second line.\r\n');
    await eventually('a clean document', () => !document.isDirty);
    assert.deepEqual(hook.changesIn(document), []);
    assert.equal(await undoAll(document), 0);
  });

  it('leaves an open review around the phrase as it was on Escape', async () => {
    const editor = await openFile('Der schnelle Fuchs.\n');
    const { document } = editor;
    hook.useModel(new FakeModel(() => 'The fast fox.'));
    select(editor, 'Der schnelle Fuchs.');
    await run('interlinear.translate', { target: 'en' });
    const changes = hook.changesIn(document);
    hook.useModel(model);
    select(editor, 'fast');
    const { done } = await opened('rewritePhrase', document, 'The quick fox.\n');
    await run('workbench.action.closeQuickOpen');
    await done;
    assert.deepEqual(hook.changesIn(document), changes);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), 'Der schnelle Fuchs.\n');
  });

  it('fills a gap that is marked, whole emoji beside it', async () => {
    const editor = await openFile('The 👩‍👩‍👧‍👦___fox 🇩🇪 jumps.\n');
    const { document } = editor;
    putCursor(editor, '___', 1);
    const { done } = await opened('fillGap', document, 'The 👩‍👩‍👧‍👦quickfox 🇩🇪 jumps.\n');
    const { before, after, phrase } = model.fillRequests[0]!;
    assert.deepEqual({ before, after, phrase }, { before: 'The 👩‍👩‍👧‍👦', after: 'fox 🇩🇪 jumps.', phrase: '' });
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.equal(await undoAll(document), 1);
  });

  it('writes at the cursor what the model says, spaces and all', async () => {
    model.wordings = [' quick'];
    const editor = await openFile('The fox jumps.\n');
    const { document } = editor;
    putCursor(editor, ' fox');
    const { done } = await opened('fillGap', document, 'The quick fox jumps.\n');
    await run('workbench.action.closeQuickOpen');
    await done;
    assert.equal(document.getText(), 'The fox jumps.\n');
  });

  it('takes a selection that is no gap for a phrase', async () => {
    const editor = await openFile('The fast fox.\n');
    select(editor, 'fast');
    const { done } = await opened('fillGap', editor.document, 'The quick fox.\n');
    assert.equal(model.fillRequests[0]?.phrase, 'fast');
    await run('workbench.action.closeQuickOpen');
    await done;
  });

  it('closes when the person edits the document', async () => {
    const editor = await openFile('The fast fox. Last.\n');
    const { document } = editor;
    select(editor, 'fast');
    const { done } = await opened('rewritePhrase', document, 'The quick fox. Last.\n');
    await replaceText(document, 'Last', 'At last');
    await done;
    assert.equal(document.getText(), 'The quick fox. At last.\n');
    assert.match(hook.messages.at(-1)?.text ?? '', /list was closed/);
    assert.equal(hook.changesIn(document).length, 1);
  });

  it('asks for one place, for words, and for text around them', async () => {
    const editor = await openFile('One two three.\n\n\nx\n');
    select(editor, 'One', 'three');
    await run('interlinear.rewritePhrase');
    assert.match(hook.messages.at(-1)?.text ?? '', /one place only/);
    putCursor(editor, 'two');
    await run('interlinear.rewritePhrase');
    assert.match(hook.messages.at(-1)?.text ?? '', /Select the words/);
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await run('interlinear.fillGap');
    assert.match(hook.messages.at(-1)?.text ?? '', /no text around/);
    assert.equal(model.fillRequests.length, 0);
  });

  it('says so if the model cannot, or finds nothing', async () => {
    const editor = await openFile('The fast fox.\n');
    select(editor, 'fast');
    model.wordings = ['fast', ' '];
    await run('interlinear.rewritePhrase');
    assert.match(hook.messages.at(-1)?.text ?? '', /finds no words/);
    model.knowsFilling = false;
    await run('interlinear.fillGap');
    assert.match(hook.messages.at(-1)?.text ?? '', /was not trained/);
    assert.equal(editor.document.isDirty, false);
  });

  it('does not touch a read-only document', async () => {
    const scheme = 'interlinear-test-phrase';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'one two three\n',
    });
    try {
      const uri = vscode.Uri.from({ scheme, path: '/virtual.md' });
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      select(editor, 'two');
      for (const command of ['rewritePhrase', 'fillGap']) {
        await run(`interlinear.${command}`);
        assert.match(hook.messages.at(-1)?.text ?? '', /read-only/, command);
      }
      assert.equal(model.fillRequests.length, 0);
    } finally {
      provider.dispose();
    }
  });
});
