import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, replaceText, run, select, undoAll } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';
import { moveTo } from '../support/previewList.js';

const original = 'Guten Morgen allerseits!\n';
const best = 'Good morning, everyone!';
const others = ['Good morning all!', 'Good morning to all of you! 👋'];

describe('Alternatives', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel(() => best);
    model.further = () => ({
      alternatives: [best, ...others].map((output, index) => ({ output, score: -0.2 * index, tokens: 4 })),
    });
    hook.useModel(model);
  });

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    hook.reset();
    await closeAll();
  });

  async function translated(content = original, ...texts: readonly string[]): Promise<vscode.TextEditor> {
    const editor = await openFile(content);
    select(editor, ...(texts.length > 0 ? texts : [content.trim()]));
    await run('interlinear.translate', { target: 'en' });
    return editor;
  }

  /** Opens the list, which shows its first entry at once. */
  async function opened(
    document: vscode.TextDocument,
    first = `${others[0] ?? ''}\n`,
  ): Promise<{ done: Promise<void> }> {
    const done = run('interlinear.alternatives');
    await eventually('the first alternative', () => document.getText() === first);
    return { done };
  }

  it('shows the other answers one after the other, and Enter takes one', async () => {
    const { document } = await translated();
    const { done } = await opened(document);
    const { alternatives, instruction, texts } = model.requests.at(-1)!;
    assert.deepEqual([alternatives, instruction, texts], [7, 'Translate to English.', [original.trim()]]);
    await moveTo(document, 'Next', [`${others[1] ?? ''}\n`]);
    assert.ok(hook.changesIn(document).length > 0, 'it is under review');
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.equal(document.getText(), `${others[1] ?? ''}\n`);
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), original);
  });

  it('brings the answer back on Escape', async () => {
    const { document } = await translated();
    const changes = hook.changesIn(document);
    const { done } = await opened(document);
    await moveTo(document, 'Next', [`${others[1] ?? ''}\n`]);
    await run('workbench.action.closeQuickOpen');
    await done;
    assert.equal(document.getText(), `${best}\n`);
    assert.deepEqual(hook.changesIn(document), changes);
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), original);
  });

  it('offers wordings of a text that has no answer yet', async () => {
    const editor = await openFile('Teh text.\n');
    select(editor, 'Teh text.');
    const { done } = await opened(editor.document, `${best}\n`);
    assert.equal(model.requests[0]?.instruction, 'Fix grammar and spelling.');
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.equal(editor.document.getText(), `${best}\n`);
    assert.equal(await undoAll(editor.document), 1);
    assert.equal(editor.document.getText(), 'Teh text.\n');
  });

  it('gives several selections their n-th answers together, with their line ends', async () => {
    const content = 'Guten Morgen!\r\nDazwischen.\r\nGuten Abend!\r\n';
    const { document } = await translated(content, 'Guten Morgen!', 'Guten Abend!');
    const { done } = await opened(document, `${others[0] ?? ''}\r\nDazwischen.\r\n${others[0] ?? ''}\r\n`);
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    assert.equal(await undoAll(document), 1);
    assert.equal(document.getText(), content);
  });

  it('writes nothing if the text is edited while the model works', async () => {
    const { document } = await translated();
    model.hold = true;
    const done = run('interlinear.alternatives');
    await eventually('the request', () => model.held.length === 1);
    await replaceText(document, 'everyone', 'EVERYONE');
    const { version } = document;
    model.held[0]!.release();
    await done;
    assert.equal(document.version, version);
    assert.match(hook.messages.at(-1)?.text ?? '', /changed while Interlinear was working/);
  });

  it('follows edits elsewhere while the model works', async () => {
    const { document } = await translated(`First.\n${original}`, original.trim());
    model.hold = true;
    const done = run('interlinear.alternatives');
    await eventually('the request', () => model.held.length === 1);
    await replaceText(document, 'First', 'At first');
    model.held[0]!.release();
    await eventually('the first one', () => document.getText() === `At first.\n${others[0] ?? ''}\n`);
    await run('workbench.action.closeQuickOpen');
    await done;
    assert.equal(document.getText(), `At first.\n${best}\n`);
    assert.equal(await undoAll(document), 2);
    assert.equal(document.getText(), `First.\n${original}`);
  });

  it('says so if there is no other answer', async () => {
    const { document } = await translated();
    model.further = () => ({});
    const { version } = document;
    await run('interlinear.alternatives');
    assert.match(hook.messages.at(-1)?.text ?? '', /no other answer/);
    assert.equal(document.version, version);
  });

  it('can be cancelled while the model works', async () => {
    const { document } = await translated();
    model.hold = true;
    const done = run('interlinear.alternatives');
    await eventually('the request', () => model.held.length === 1);
    await run('interlinear.cancel');
    await done;
    assert.equal(document.getText(), `${best}\n`);
    assert.deepEqual(hook.messages, []);
  });

  it('does not touch a read-only document', async () => {
    const scheme = 'interlinear-test-alternatives';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'one two three\n',
    });
    try {
      const uri = vscode.Uri.from({ scheme, path: '/virtual.md' });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      await run('interlinear.alternatives');
      assert.match(hook.messages.at(-1)?.text ?? '', /read-only/);
      assert.equal(model.requests.length, 0);
    } finally {
      provider.dispose();
    }
  });
});
