import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, workspaceFolder } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const message = 'Fix teh parser of dates, wich broke yesterday';
const corrected = 'Fix the parser of dates, which broke yesterday';

describe('Review in the box of a commit message', () => {
  let hook: TestHook;
  let control: vscode.SourceControl;
  let document: vscode.TextDocument;

  before(async () => {
    hook = await testing();
    // Documents of other suites stay open for a while, and so do their reviews: the list would begin with them.
    for (const { uri } of vscode.workspace.textDocuments) {
      await run('interlinear.keepAll', { uri: uri.toString() });
    }
  });

  beforeEach(async () => {
    hook.useModel(new FakeModel(replacing({ teh: 'the', wich: 'which' })));
    control = vscode.scm.createSourceControl('interlinear-test', 'Test', workspaceFolder());
    control.inputBox.value = message;
    await run('workbench.view.scm');
    const box = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find(
        (one) => one.languageId === 'scminput' && one.getText() === message,
      );
    await eventually('the box', () => box() !== undefined);
    document = box()!;
  });

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    await run('interlinear.keepAll', { uri: document.uri.toString() });
    hook.reset();
    control.dispose();
    await closeAll();
  });

  async function actionsAt(
    line: number,
    character: number,
    kind?: vscode.CodeActionKind,
  ): Promise<vscode.Command[]> {
    const position = new vscode.Position(line, character);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(position, position),
      kind?.value,
    );
    return actions
      .map(({ command }) => command)
      .filter((command) => command?.command.startsWith('interlinear.') === true)
      .filter((command) => command !== undefined);
  }

  async function choose(commands: readonly vscode.Command[], id: string): Promise<void> {
    const chosen = commands.find(({ command }) => command === id);
    assert.ok(chosen, `${id} among ${commands.map(({ command }) => command).join(', ')}`);
    await vscode.commands.executeCommand(chosen.command, ...((chosen.arguments ?? []) as unknown[]));
  }

  /** Rewrites the message from its light bulb, as its box is no editor that a command could look at. */
  async function rewrite(): Promise<void> {
    const commands = await actionsAt(0, 3, vscode.CodeActionKind.RefactorRewrite);
    const rewriting = commands.find(({ command }) => command === 'interlinear.rewrite');
    assert.ok(rewriting);
    const [argument] = rewriting.arguments as [object];
    await run('interlinear.rewrite', { ...argument, task: 'fix' });
    assert.equal(document.getText(), corrected);
    await eventually('the message', () => control.inputBox.value === corrected);
  }

  it('is started from the light bulb, which works on the message and not on the file beside it', async () => {
    const editor = await openFile('teh file beside it\n');
    await rewrite();
    assert.equal(editor.document.getText(), 'teh file beside it\n');
    assert.equal(hook.changesIn(document).length, 2);
  });

  it('is asked for by a command of the palette, which would take the file beside it', async () => {
    const editor = await openFile('teh file beside it\n');
    control.inputBox.value = `${message} `;
    await eventually('the typed message', () => document.getText() === `${message} `);
    const fixed = run('interlinear.fix');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await fixed;
    await eventually('the message', () => control.inputBox.value === `${corrected} `);
    assert.equal(editor.document.getText(), 'teh file beside it\n');
  });

  it('keeps and undoes single changes from the light bulb', async () => {
    await rewrite();
    await choose(await actionsAt(0, 5), 'interlinear.keep');
    const { character } = document.positionAt(corrected.indexOf('which') + 1);
    await choose(await actionsAt(0, character), 'interlinear.undo');
    assert.equal(document.getText(), corrected.replace('which', 'wich'));
    assert.deepEqual(hook.changesIn(document), []);
  });

  it('keeps and undoes all changes from the light bulb, wherever the cursor is', async () => {
    await rewrite();
    const away = corrected.length - 2;
    const titles = (await actionsAt(0, away)).map(({ title }) => title);
    assert.ok(titles.includes('Keep all changes by Interlinear (2)'), titles.join(' | '));
    await choose(await actionsAt(0, away), 'interlinear.undoAll');
    await eventually('the message', () => control.inputBox.value === message);
  });

  it('shows the old words in the hover', async () => {
    await rewrite();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 5),
    );
    const text = hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .map(({ value }) => value);
    assert.match(text.join('\n'), /teh/);
  });

  it('is reached from the palette, through the list of all changes', async () => {
    await openFile('a file without changes\n');
    await rewrite();
    assert.equal(hook.contextKey('interlinear.reviewInEditor'), false);
    await eventually('the context key', () => hook.contextKey('interlinear.reviewOpen') === true);
    const listed = run('interlinear.reviewChanges');
    const settled = { done: false };
    void listed.then(() => (settled.done = true));
    // First the change at the top of the list, and of it the decision at the top: Keep.
    await eventually('the first change to be kept', async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return hook.changesIn(document).length < 2;
    });
    await eventually('the list to end', async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      if (!settled.done) {
        await run('workbench.action.acceptSelectedQuickOpenItem');
      }
      return settled.done;
    });
    assert.deepEqual(hook.changesIn(document), []);
    assert.equal(document.getText(), corrected);
    assert.equal(hook.contextKey('interlinear.reviewOpen'), false);
  });
});
