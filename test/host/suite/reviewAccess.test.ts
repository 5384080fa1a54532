import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const global = vscode.ConfigurationTarget.Global;

describe('Review without eyes or mouse', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  async function review(): Promise<vscode.TextEditor> {
    hook.useModel(new FakeModel(replacing({ teh: 'the', wich: 'which', recieve: 'receive' })));
    const editor = await openFile(original);
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    return editor;
  }

  const spoken = (): string[] => hook.messages.map(({ text }) => text);

  describe('with a screen reader', () => {
    const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('editor');
    let value: unknown;

    before(async () => {
      value = configuration().inspect('accessibilitySupport')?.globalValue;
      await configuration().update('accessibilitySupport', 'on', global);
    });

    after(() => configuration().update('accessibilitySupport', value, global));

    it('says how many changes there are, which one it is at, and how the review ended', async () => {
      const editor = await review();
      await run('interlinear.nextChange');
      await run('interlinear.nextChange');
      await run('interlinear.undo');
      await run('interlinear.previousChange');
      await run('interlinear.keepAll');
      assert.deepEqual(spoken(), [
        'Interlinear: 3 changes',
        'Interlinear: Change 1 of 3: “teh” became “the”',
        'Interlinear: Change 2 of 3: “wich” became “which”',
        'Interlinear: Change 1 of 2: “teh” became “the”',
        'Interlinear: Review ended: 2 kept, 1 undone.',
      ]);
      assert.equal(vscode.window.activeTextEditor, editor, 'it never leaves the editor');
    });

    it('says that the original is back', async () => {
      await review();
      await run('undo');
      assert.equal(spoken().at(-1), 'Interlinear: Review ended: the original text is back.');
    });
  });

  it('says nothing without a screen reader', async () => {
    await review();
    await run('interlinear.nextChange');
    await run('interlinear.undoAll');
    assert.deepEqual(spoken(), []);
  });

  it('needs the keyboard alone: select, rewrite, next, undo, next, keep, undo', async () => {
    hook.useModel(new FakeModel(replacing({ teh: 'the', wich: 'which', recieve: 'receive' })));
    const { document } = await openFile(original);
    await run('cursorTop');
    await run('cursorLineEndSelect');
    await run('interlinear.rewrite', { task: 'fix' });
    await run('cursorTop');
    await eventually(
      'the key of Next Change to work',
      () => hook.contextKey('interlinear.reviewInEditor') === true,
    );
    await run('interlinear.nextChange');
    await eventually('the cursor on the change', () => hook.contextKey('interlinear.onChange') === true);
    await run('interlinear.undo');
    assert.equal(document.getText(), rewritten.replace('the book', 'teh book'));
    await run('interlinear.nextChange');
    await run('interlinear.keep');
    await run('interlinear.nextChange');
    await run('interlinear.keep');
    assert.equal(hook.contextKey('interlinear.reviewInEditor'), false, 'the review is over');
    await run('undo');
    await run('undo');
    assert.equal(document.getText(), original);
  });

  describe('old words', () => {
    const wrap = (value: string | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration('editor').update('wordWrap', value, global);
    const hints = async ({ document }: vscode.TextEditor): Promise<string[]> => {
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return found.map(({ label }) =>
        typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
      );
    };

    afterEach(async () => {
      await wrap('off');
      await vscode.workspace.getConfiguration('interlinear').update('review.oldText', undefined, global);
    });

    it('are hints where lines wrap, so that nothing is pushed out of sight', async () => {
      await wrap('on');
      const editor = await review();
      assert.deepEqual(await hints(editor), ['−teh', '−wich', '−recieve']);
      await run('interlinear.nextChange');
      await run('interlinear.keep');
      assert.deepEqual(await hints(editor), ['−wich', '−recieve']);
      await run('interlinear.keepAll');
      assert.deepEqual(await hints(editor), []);
    });

    it('are attached to the text, and no hints, where lines do not wrap', async () => {
      await wrap('off');
      assert.deepEqual(await hints(await review()), []);
    });

    it('can be switched off', async () => {
      await wrap('on');
      await vscode.workspace.getConfiguration('interlinear').update('review.oldText', false, global);
      assert.deepEqual(await hints(await review()), []);
    });
  });
});
