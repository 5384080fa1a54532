import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, putCursor, replaceText, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const correct = replacing({ teh: 'the', wich: 'which', recieve: 'receive' });

describe('Reviewing changes', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  /** Opens a file with `content` and has `selected` of it rewritten. */
  async function review(
    content = original,
    answer = correct,
    selected = content.trim(),
  ): Promise<vscode.TextEditor> {
    hook.useModel(new FakeModel(answer));
    const editor = await openFile(content);
    select(editor, selected);
    await run('interlinear.rewrite', { task: 'fix' });
    return editor;
  }

  const words = (document: vscode.TextDocument): string[] =>
    hook.changesIn(document).map(({ modifiedText }) => modifiedText);

  it('marks every change where it lies', async () => {
    const { document } = await review();
    const texts = hook
      .changesIn(document)
      .map(({ range }) => document.getText().slice(range.start, range.end));
    assert.deepEqual(texts, ['the', 'which', 'receive']);
    assert.equal(hook.contextKey('interlinear.reviewInEditor'), true);
  });

  it('keeps one change without an edit, and leaves the others open', async () => {
    const editor = await review();
    const { document } = editor;
    const { version } = document;
    putCursor(editor, 'which', 2);
    await run('interlinear.keep');
    assert.equal(document.version, version);
    assert.deepEqual(words(document), ['the', 'receive']);
  });

  it('undoes one change in one undo step, and leaves the others open', async () => {
    const editor = await review();
    const { document } = editor;
    putCursor(editor, 'which', 2);
    await run('interlinear.undo');
    assert.equal(document.getText(), rewritten.replace('which', 'wich'));
    assert.deepEqual(words(document), ['the', 'receive']);
    await run('undo');
    assert.equal(document.getText(), rewritten);
  });

  it('keeps all, which ends the review and edits nothing', async () => {
    const { document } = await review();
    const { version } = document;
    await run('interlinear.keepAll');
    assert.equal(document.version, version);
    assert.deepEqual(hook.changesIn(document), []);
    assert.equal(hook.contextKey('interlinear.reviewInEditor'), false);
  });

  it('undoes all in one undo step', async () => {
    const { document } = await review();
    await run('interlinear.undoAll');
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
    await run('undo');
    assert.equal(document.getText(), rewritten);
  });

  it('ends when native undo brings the original back, and redo opens nothing', async () => {
    const { document } = await review();
    await run('undo');
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
    await run('redo');
    assert.equal(document.getText(), rewritten);
    assert.deepEqual(hook.changesIn(document), []);
  });

  it('stays open while native undo takes back later edits of the person', async () => {
    const { document } = await review();
    await replaceText(document, 'today', 'tomorrow');
    await run('undo');
    assert.equal(document.getText(), rewritten);
    assert.deepEqual(words(document), ['the', 'which', 'receive']);
    await run('undo');
    assert.equal(document.getText(), original);
    assert.deepEqual(hook.changesIn(document), []);
  });

  it('follows edits outside its changes', async () => {
    const { document } = await review();
    await replaceText(document, 'I know', 'All of us know very well');
    await replaceText(document, 'present', 'gift');
    assert.deepEqual(words(document), ['the', 'which', 'receive']);
    await run('interlinear.undoAll');
    assert.equal(
      document.getText(),
      original.replace('I know', 'All of us know very well').replace('present', 'gift'),
    );
  });

  it('takes an edit inside a change for a decision, and never undoes it', async () => {
    const { document } = await review();
    await replaceText(document, 'hic', 'HIC');
    assert.deepEqual(words(document), ['the', 'receive']);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), original.replace('wich', 'wHICh'));
  });

  it('goes to the next and the previous change, around the ends', async () => {
    const editor = await review();
    const { document } = editor;
    const at = (): string => document.getText(document.getWordRangeAtPosition(editor.selection.active));
    putCursor(editor, 'I know');
    const visited: string[] = [];
    for (const command of ['next', 'next', 'next', 'next', 'previous', 'previous']) {
      await run(`interlinear.${command}Change`);
      visited.push(at());
    }
    assert.deepEqual(visited, ['the', 'which', 'receive', 'the', 'receive', 'which']);
    await eventually('the context key', () => hook.contextKey('interlinear.onChange') === true);
  });

  it('shows the original beside the document, without the changes that wait', async () => {
    const { document } = await review();
    await run('interlinear.showOriginal');
    const left = (): string | undefined =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'interlinear-original')?.getText();
    await eventually('the original', () => left() === original);
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(activeTab?.input instanceof vscode.TabInputTextDiff);
    assert.equal(activeTab.input.modified.toString(), document.uri.toString());
    await replaceText(document, 'today', 'tomorrow');
    await eventually('the original to follow', () => left() === original.replace('today', 'tomorrow'));
  });

  it('offers one row of actions, above the first change', async () => {
    const { document } = await review(`Nothing here.\n${original}`, correct, original.trim());
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const titles = lenses.map(({ command }) => command?.title);
    assert.deepEqual(titles, ['Keep', 'Undo', '3 changes: next', 'Show original']);
    assert.deepEqual([...new Set(lenses.map(({ range }) => range.start.line))], [1]);
    const undo = lenses[1]?.command;
    assert.ok(undo);
    await vscode.commands.executeCommand(undo.command, ...(undo.arguments as unknown[]));
    assert.equal(document.getText(), `Nothing here.\n${original}`);
  });

  it('shows the original text and links in the hover of a change, and only there', async () => {
    const { document } = await review();
    const hoverAt = async (text: string): Promise<string> => {
      const position = document.positionAt(document.getText().indexOf(text) + 1);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) =>
          contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
        )
        .join('\n');
    };
    const hover = await hoverAt('which');
    assert.match(hover, /wich/);
    assert.match(hover, /\[Keep\]\(command:interlinear\.keep\?.*\[Undo\]\(command:interlinear\.undo\?/s);
    assert.doesNotMatch(await hoverAt('present'), /Interlinear|command:/);
  });

  it('offers to keep and to undo a change as code actions', async () => {
    const { document } = await review();
    const start = document.positionAt(document.getText().indexOf('which'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      // A cursor: a selection has actions of its own.
      new vscode.Range(start, start),
    );
    const ours = actions.filter(({ command }) => command?.command.startsWith('interlinear.'));
    assert.deepEqual(
      ours.map(({ title }) => title),
      [
        'Keep “which”',
        'Undo: restore “wich”',
        'Keep all changes by Interlinear (3)',
        'Undo all changes by Interlinear (3)',
      ],
    );
    const undo = ours[1]?.command;
    assert.ok(undo);
    await vscode.commands.executeCommand(undo.command, ...(undo.arguments as unknown[]));
    assert.equal(document.getText(), rewritten.replace('which', 'wich'));
  });

  it('keeps an earlier review that a new command reaches', async () => {
    const editor = await review();
    const { document } = editor;
    hook.useModel(new FakeModel(replacing({ book: 'BOOK' })));
    select(editor, rewritten.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    assert.deepEqual(words(document), ['BOOK']);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), rewritten, 'the first answer stays');
  });

  it('holds several reviews in one document apart', async () => {
    const editor = await review(`${original}\nOne two three.\n`, correct, original.trim());
    const { document } = editor;
    hook.useModel(new FakeModel((text) => text.toUpperCase()));
    select(editor, 'One two three.');
    await run('interlinear.rewrite', { task: 'fix' });
    assert.deepEqual(words(document), ['the', 'which', 'receive', 'ONE TWO THREE']);
    const second = hook.changesIn(document)[3]!;
    await run('interlinear.undo', { uri: document.uri.toString(), sessionId: second.sessionId });
    assert.equal(document.getText(), `${rewritten}\nOne two three.\n`);
    assert.deepEqual(words(document), ['the', 'which', 'receive']);
  });

  it('holds reviews in several documents apart', async () => {
    const first = await review();
    const second = await review();
    await run('interlinear.undoAll');
    assert.equal(second.document.getText(), original);
    assert.equal(first.document.getText(), rewritten);
    assert.equal(hook.changesIn(first.document).length, 3);
  });

  it('says so where there is nothing to decide', async () => {
    const editor = await review();
    putCursor(editor, 'today', 2);
    await run('interlinear.undo');
    assert.match(hook.messages.at(-1)?.text ?? '', /no change by Interlinear at the cursor/);
    assert.equal(editor.document.getText(), rewritten);
  });

  it('opens no review in the mode “off”, and the diff editor in the mode “diffEditor”', async () => {
    const configuration = vscode.workspace.getConfiguration('interlinear');
    try {
      await configuration.update('review.mode', 'off', vscode.ConfigurationTarget.Global);
      const off = await review();
      assert.equal(off.document.getText(), rewritten);
      assert.deepEqual(hook.changesIn(off.document), []);
      await run('undo');
      assert.equal(off.document.getText(), original);
      await configuration.update('review.mode', 'diffEditor', vscode.ConfigurationTarget.Global);
      const { document } = await review();
      assert.equal(document.getText(), rewritten);
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
      assert.equal(hook.changesIn(document).length, 3);
    } finally {
      await configuration.update('review.mode', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
