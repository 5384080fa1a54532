import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import {
  closeAll,
  eventually,
  openFile,
  replaceText,
  run,
  select,
  undoAll,
  workspaceFolder,
} from '../support/editing.js';
import { openedByPerson } from '../support/openedByPerson.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const correct = replacing({ teh: 'the', wich: 'which', recieve: 'receive' });

/**
 * What went wrong in other extensions that change text by a model (issue trackers and sources of fifteen of them), each as
 * a behaviour that ours has.
 */
describe('Faults known from other extensions', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel(correct);
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  async function review(content = original): Promise<vscode.TextEditor> {
    const editor = await openFile(content);
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    return editor;
  }

  /** A request that waits for its answer. */
  async function pending(
    content = original,
    ...texts: readonly string[]
  ): Promise<[vscode.TextEditor, () => Promise<void>]> {
    model.hold = true;
    const editor = await openFile(content);
    select(editor, ...(texts.length > 0 ? texts : [original.trim()]));
    const done = run('interlinear.rewrite', { task: 'fix' });
    await eventually('the request', () => model.held.length === 1);
    const release = async (): Promise<void> => {
      model.held[0]!.release();
      await done;
    };
    return [editor, release];
  }

  describe('writing at the wrong place', () => {
    it('writes into the document that was asked about, not into the editor that is active by then', async () => {
      const [first, release] = await pending();
      const second = await openFile(original);
      await release();
      assert.equal(first.document.getText(), rewritten);
      assert.equal(second.document.getText(), original);
      assert.equal(
        vscode.window.activeTextEditor?.document,
        second.document,
        'and takes nobody away from it',
      );
    });

    it('writes at the place where the text is by then, not at the coordinates from before', async () => {
      const [{ document }, release] = await pending(`Above.\n${original}Below.\n`);
      await replaceText(document, 'Above.', 'One.\nTwo.\nThree.');
      await release();
      assert.equal(document.getText(), `One.\nTwo.\nThree.\n${rewritten}Below.\n`);
    });

    it('writes nothing into a document that was closed meanwhile', async () => {
      model.hold = true;
      const editor = await openedByPerson(original);
      const { document } = editor;
      select(editor, original.trim());
      const done = run('interlinear.rewrite', { task: 'fix' });
      await eventually('the request', () => model.held.length === 1);
      await run('workbench.action.closeActiveEditor');
      await eventually('the document to close', () => document.isClosed);
      model.held[0]!.release();
      await done;
      const again = await vscode.workspace.openTextDocument(document.uri);
      assert.equal(again.getText(), original);
      assert.match(hook.messages.at(-1)?.text ?? '', /closed before the answer came/);
    });

    it('takes typing that touches an edge of the selection for the person’s, and keeps it', async () => {
      const [{ document }, release] = await pending();
      await replaceText(document, 'I know', 'So I know');
      await replaceText(document, 'today.', 'today!?');
      await release();
      assert.match(document.getText(), /^So I know/);
      assert.match(document.getText(), /today!\?\n$/);
    });

    it('undoes hunks at the right lines after lines were typed above and between them', async () => {
      const { document } = await review(`Above.\n${original}`);
      await replaceText(document, 'Above.', 'One.\nTwo.\n');
      await replaceText(document, ' book', '\nbook');
      await run('interlinear.undoAll');
      assert.equal(document.getText(), `One.\nTwo.\n\n${original.replace(' book', '\nbook')}`);
    });

    it('leaves the editor that is active alone when a change of another document is undone by a link', async () => {
      const { document } = await review();
      const { sessionId } = hook.changesIn(document)[0]!;
      const other = await openFile('another file\n');
      await run('interlinear.undo', { uri: document.uri.toString(), sessionId });
      assert.equal(document.getText(), original);
      assert.equal(other.document.getText(), 'another file\n');
      assert.equal(vscode.window.activeTextEditor?.document, other.document);
      assert.equal(vscode.window.visibleTextEditors.includes(other), true, 'and closes nothing');
    });
  });

  describe('losing text', () => {
    it('keeps what a person typed into a change, whether the rest is kept or undone', async () => {
      for (const decide of ['interlinear.undoAll', 'interlinear.keepAll']) {
        const { document } = await review();
        await replaceText(document, 'which', 'that');
        await run(decide);
        assert.match(document.getText(), /that you/, decide);
      }
    });

    it('keeps a person’s edits in a notebook when a change is discarded', async () => {
      const cell = (source: string): object => ({ cell_type: 'markdown', metadata: {}, source: [source] });
      const content = {
        cells: [cell('first cell'), cell(original.trim())],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      };
      const uri = vscode.Uri.joinPath(workspaceFolder(), 'peers.ipynb');
      await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(content)));
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      await vscode.window.showNotebookDocument(notebook);
      const [first, second] = [notebook.cellAt(0).document, notebook.cellAt(1).document];
      const ranges = [{ start: { line: 0, character: 0 }, end: { line: 0, character: original.length - 1 } }];
      await run('interlinear.rewrite', { task: 'fix', uri: second.uri.toString(), ranges });
      assert.equal(second.getText(), rewritten.trim());
      await replaceText(first, 'first', 'my');
      await replaceText(second, 'present', 'gift');
      const { sessionId } = hook.changesIn(second)[0]!;
      await run('interlinear.undo', { uri: second.uri.toString(), sessionId });
      assert.equal(first.getText(), 'my cell');
      assert.equal(second.getText(), original.trim().replace('present', 'gift'));
    }).timeout(120_000);

    it('does discard when it is told to', async () => {
      const { document } = await review();
      await run('interlinear.undoAll');
      assert.equal(document.getText(), original);
    });

    it('keeps the old text until the new one is there when it runs again', async () => {
      const [{ document }, release] = await pending();
      await replaceText(document, 'teh book', 'this book');
      await release();
      const message = hook.messages.at(-1);
      assert.ok(message !== undefined && message.actions.includes('Run Again'));
      const again = message.choose('Run Again');
      await eventually('the second request', () => model.held.length === 2);
      assert.equal(document.getText(), original.replace('teh', 'this'));
      model.held[1]!.release();
      await again;
      await eventually('the answer', () => document.getText() === rewritten.replace('the', 'this'));
    });

    it('rejects nothing by itself when a new command overlaps what is open', async () => {
      const editor = await review();
      hook.useModel(new FakeModel((text) => text.toUpperCase()));
      select(editor, 'book');
      await run('interlinear.instruct', { instruction: 'shout' });
      assert.equal(editor.document.getText(), rewritten.replace('book', 'BOOK'));
    });
  });

  describe('undo', () => {
    it('takes a whole answer back in one step, whatever the number of hunks and selections', async () => {
      const editor = await openFile(`${original}\n${original}`);
      editor.selections = [new vscode.Selection(0, 0, 0, 70), new vscode.Selection(2, 0, 2, 70)];
      await run('interlinear.rewrite', { task: 'fix' });
      assert.equal(editor.document.getText(), `${rewritten}\n${rewritten}`);
      assert.equal(await undoAll(editor.document), 1);
      assert.equal(editor.document.getText(), `${original}\n${original}`);
    });

    it('is not merged with what the person typed just before and after', async () => {
      const { document } = await openFile(original);
      await replaceText(document, 'today', 'this day');
      await run('interlinear.rewrite', {
        task: 'fix',
        ranges: [{ start: { line: 0, character: 0 }, end: { line: 0, character: 60 } }],
      });
      await replaceText(document, 'present', 'gift');
      assert.equal(await undoAll(document), 3);
      assert.equal(document.getText(), original);
    });
  });
});
