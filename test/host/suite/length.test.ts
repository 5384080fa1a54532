import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import {
  eventually,
  openFile,
  replaceText,
  run,
  select,
  undoAll,
  workspaceFolder,
} from '../support/editing.js';
import { FakeModel } from '../support/fakeModel.js';
import { answerOf } from '../support/sizedAnswers.js';
import { translated, withSizedModel } from '../support/sizedModel.js';

describe('The length of answers', () => {
  const original = 'Ein Satz, der lang ist.\n';
  let hook: TestHook;
  let model: FakeModel;

  withSizedModel((given, fresh) => {
    [hook, model] = [given, fresh];
  });

  const factors = (): unknown[] => model.requests.map(({ lengthFactor }) => lengthFactor);

  it('steps from answer to answer, and one undo leads back to the original', async () => {
    const editor = await translated(original);
    const { document } = editor;
    await run('interlinear.makeShorter');
    assert.equal(document.getText(), `${answerOf(8)}\n`);
    await run('interlinear.makeShorter');
    assert.deepEqual(factors(), [undefined, 0.8, 0.64], 'steps multiply');
    assert.equal(document.getText(), `${answerOf(6)}\n`);
    await run('interlinear.makeLonger');
    assert.equal(document.getText(), `${answerOf(8)}\n`);
    assert.deepEqual(
      [...new Set(model.requests.map(({ instruction, texts }) => `${instruction} ${texts[0] ?? ''}`))],
      [`Translate to English. ${original.trim()}`],
      'each time the source is answered anew',
    );
    assert.equal(new Set(hook.changesIn(document).map(({ sessionId }) => sessionId)).size, 1);
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
    await eventually('a clean document', () => !document.isDirty);
  });

  it('can be undone by its review too', async () => {
    const { document } = await translated(original);
    await run('interlinear.makeShorter');
    await run('interlinear.undoAll');
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
  });

  it('keeps edits that the person made beside the answer', async () => {
    const { document } = await translated(`First.\n${original}Last.\n`, original.trim());
    await replaceText(document, 'First', 'At first');
    await run('interlinear.makeShorter');
    assert.equal(document.getText(), `At first.\n${answerOf(8)}\nLast.\n`);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), `At first.\n${original}Last.\n`);
  });

  it('never asks again for an answer that the person has edited: that text is theirs', async () => {
    const editor = await translated(original);
    const { document } = editor;
    await replaceText(document, 'w3', 'MINE');
    select(editor, document.getText().trim());
    await run('interlinear.makeShorter');
    const { texts, instruction, lengthFactor } = model.requests.at(-1)!;
    assert.deepEqual([instruction, lengthFactor], ['Simplify.', 0.8]);
    assert.match(texts[0] ?? '', /MINE/);
    await run('undo');
    assert.match(document.getText(), /MINE/);
  });

  it('writes nothing if the answer is edited while the model works', async () => {
    const { document } = await translated(original);
    model.hold = true;
    const done = run('interlinear.makeShorter');
    await eventually('the request', () => model.held.length === 1);
    await replaceText(document, 'w3', 'MINE');
    const { version } = document;
    model.held[0]!.release();
    await done;
    assert.equal(document.version, version);
    assert.match(hook.messages.at(-1)?.text ?? '', /changed while Interlinear was working/);
  });

  it('can be cancelled, which changes nothing', async () => {
    const { document } = await translated(original);
    const { version } = document;
    model.hold = true;
    const done = run('interlinear.makeShorter');
    await eventually('the request', () => model.held.length === 1);
    await run('interlinear.cancel');
    await done;
    assert.equal(document.version, version);
    assert.equal(hook.changesIn(document).length, 1);
    assert.deepEqual(hook.messages, []);
  });

  it('says so if there is no shorter answer', async () => {
    model = new FakeModel(() => 'The same.');
    hook.useModel(model);
    const { document } = await translated(original);
    await run('interlinear.makeShorter');
    assert.match(hook.messages.at(-1)?.text ?? '', /no shorter answer/);
    assert.equal(document.getText(), 'The same.\n');
    assert.equal(await undoAll(document), 1);
  });

  it('goes on to the next length where an answer came out no shorter', async () => {
    const words: Readonly<Record<string, number>> = { 1: 10, 0.8: 10, 0.64: 12, 0.512: 7 };
    model = new FakeModel((text, _, { lengthFactor = 1 }) => answerOf(words[lengthFactor] ?? 1, text[0]));
    hook.useModel(model);
    const { document } = await translated(original);
    await run('interlinear.makeShorter');
    assert.deepEqual(factors(), [undefined, 0.8, 0.64, 0.512]);
    assert.equal(document.getText(), `${answerOf(7)}\n`);
    assert.equal(await undoAll(document), 1);
  });

  it('works on a text that has no answer yet', async () => {
    const editor = await openFile('Eins zwei drei.\nUnd noch mehr.\n');
    select(editor, 'Eins zwei drei.', 'Und noch mehr.');
    await run('interlinear.makeLonger');
    const { lengthFactor, lengthRelativeTo, instruction } = model.requests[0]!;
    assert.deepEqual([lengthFactor, lengthRelativeTo, instruction], [1.25, 'text', 'Simplify.']);
    assert.equal(editor.document.getText(), `${answerOf(13)}\n${answerOf(13, 'U')}\n`);
    await run('interlinear.makeLonger');
    assert.equal(editor.document.getText(), `${answerOf(16)}\n${answerOf(16, 'U')}\n`);
    assert.equal(await undoAll(editor.document), 1);
  });

  it('keeps CRLF line ends, and the number of undo steps', async () => {
    const content = 'Ein Satz.\r\nZwei Sätze.\r\n';
    model = new FakeModel((_, __, { lengthFactor = 1 }) =>
      lengthFactor < 1 ? 'One.\nTwo.' : 'One, one.\nTwo, two.',
    );
    hook.useModel(model);
    const editor = await openFile(content);
    editor.selection = new vscode.Selection(0, 0, 1, 11);
    await run('interlinear.translate', { target: 'en' });
    assert.equal(editor.document.getText(), 'One, one.\r\nTwo, two.\r\n');
    await run('interlinear.makeShorter');
    assert.equal(editor.document.getText(), 'One.\r\nTwo.\r\n');
    assert.equal(await undoAll(editor.document), 1);
    assert.equal(editor.document.getText(), content);
  });

  it('works in a document that is not the one in the active editor', async () => {
    const { document } = await translated(original);
    const sentence = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
    await openFile('Another one.\n');
    await run('interlinear.makeShorter', { uri: document.uri.toString(), ranges: [sentence] });
    assert.equal(document.getText(), `${answerOf(8)}\n`);
    const [change] = hook.changesIn(document);
    assert.ok(change);
    await run('interlinear.undo', { uri: document.uri.toString(), sessionId: change.sessionId });
    assert.equal(document.getText(), original);
  });

  it('works in a cell of a notebook', async () => {
    const content = {
      cells: [{ cell_type: 'markdown', metadata: {}, source: [original.trim()] }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    const uri = vscode.Uri.joinPath(workspaceFolder(), `${randomUUID()}.ipynb`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(content)));
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(0);
    const sentence = {
      start: { line: 0, character: 0 },
      end: { line: 0, character: original.trim().length },
    };
    const place = { uri: document.uri.toString(), ranges: [sentence] };
    await run('interlinear.translate', { ...place, target: 'en' });
    const [before] = hook.changesIn(document);
    assert.ok(before);
    const word = { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } };
    await run('interlinear.makeShorter', { ...place, ranges: [word] });
    assert.equal(document.getText(), answerOf(8));
    const [change] = hook.changesIn(document);
    assert.ok(change);
    await run('interlinear.undo', { uri: document.uri.toString(), sessionId: change.sessionId });
    assert.equal(document.getText(), original.trim());
  });

  it('says that a document is read-only, and asks for nothing', async () => {
    const scheme = 'interlinear-test-length';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'one two three\n',
    });
    try {
      const uri = vscode.Uri.from({ scheme, path: '/virtual.md' });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      for (const command of ['makeShorter', 'makeLonger', 'fitTo', 'changeLength']) {
        await run(`interlinear.${command}`, { characters: 3 });
        assert.match(hook.messages.at(-1)?.text ?? '', /read-only/, command);
      }
      assert.equal(hook.messages.length, 4);
      assert.equal(model.requests.length, 0);
    } finally {
      provider.dispose();
    }
  });
});
