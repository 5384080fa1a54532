import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import type { ClassifyParameters } from '../../../extension/core/protocol/protocol.js';
import { closeAll, eventually, openFile, putCursor, rangeOf, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const sentence = 'The library is closed today.';
const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('interlinear');
const set = (name: string, value: unknown): Thenable<void> =>
  configuration().update(name, value, vscode.ConfigurationTarget.Workspace);

/** What the hovers over `text` say, ours only. */
async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const position = rangeOf(document, text).start.translate(0, 1);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const contents = found.flatMap((one) => one.contents as vscode.MarkdownString[]);
  return contents.map(({ value }) => value).find((value) => value.includes('%  ')) ?? '';
}

describe('What a sentence is', () => {
  let hook: TestHook;
  let model: FakeModel;
  let asked: ClassifyParameters[];

  before(async () => {
    hook = await testing();
    await set('hover.labelSets', ['tone', 'urgency']);
  });

  beforeEach(async () => {
    model = new FakeModel((text) => text.toUpperCase());
    asked = [];
    const { classify } = model;
    model.classify = (parameters, options) => {
      asked.push(parameters);
      return classify(parameters, options);
    };
    hook.useModel(model);
    await set('hover.startProcess', true);
  });

  afterEach(async () => {
    hook.reset();
    await set('labelSets', undefined);
    await set('hover.enabled', undefined);
    await set('hover.startProcess', undefined);
    await closeAll();
  });

  after(() => set('hover.labelSets', undefined));

  it('is shown in a hover with bars, and links that act on that sentence', async () => {
    const { document } = await openFile(`Before it all. ${sentence} And more.\n`, 'md');
    const shown = await hover(document, sentence);
    assert.match(shown, /█{10} 100 % {2}[^:\n]+: formal/);
    assert.deepEqual(asked[0], { texts: [sentence], labels: ['formal', 'informal'] });
    const query = /\[Make formal\]\(command:interlinear\.rewrite\?([^)]+)\)/.exec(shown)?.[1];
    assert.ok(query, shown);
    assert.match(shown, /\[Translate…\]\(command:interlinear\.translate\?/);
    await run('interlinear.rewrite', ...(JSON.parse(decodeURIComponent(query)) as unknown[]));
    assert.equal(document.getText(), `Before it all. ${sentence.toUpperCase()} And more.\n`);
    assert.equal(model.requests[0]?.instruction, 'Make it formal.');
  });

  it('asks the model once for the same sentence', async () => {
    const { document } = await openFile('A sentence asked only once.\n', 'md');
    const first = await hover(document, 'sentence');
    assert.notEqual(first, '');
    assert.equal(await hover(document, 'once'), first);
    assert.equal(asked.length, 1);
  });

  it('shows a person’s own labels as text, never as Markdown', async () => {
    await set('labelSets', { urgency: ['**now** ```\n[x](command:evil)', 'later'] });
    const { document } = await openFile('This one has labels of mine.\n', 'md');
    const shown = await hover(document, 'labels');
    // Every line begins with a bar, so no label can end the block.
    assert.match(shown, /^█{10} 100 % {2}urgency: \*\*now\*\* ``` \[x\]\(command:evil\)\n```$/m);
  });

  it('is silent where it is off, in code, and without a process that was started', async () => {
    const { document } = await openFile('Some words of plain prose.\n', 'md');
    await set('hover.enabled', false);
    assert.equal(await hover(document, 'words'), '');
    await set('hover.enabled', undefined);
    if (hook.processPhase === 'stopped') {
      await set('hover.startProcess', undefined);
      assert.equal(await hover(document, 'words'), '');
      assert.equal(hook.processPhase, 'stopped');
      await set('hover.startProcess', true);
    }
    const code = await openFile('const words = some + code + here;\n', 'ts');
    assert.equal(await hover(code.document, 'some'), '');
    assert.deepEqual(asked, []);
    assert.notEqual(await hover(document, 'words'), '', 'and it is not silent for another reason');
  });

  it('is silent about errors, and gives up on a model that does not answer', async () => {
    const { document } = await openFile('The model fails on this sentence.\n', 'md');
    model.classify = () => Promise.reject(hook.failure('modelNotFound', 'missing'));
    assert.equal(await hover(document, 'fails'), '');
    let aborted = false;
    model.classify = (_, { signal } = {}) =>
      new Promise(() => signal?.addEventListener('abort', () => (aborted = true)));
    assert.equal(await hover(document, 'fails'), '');
    assert.ok(aborted, 'the request was given up');
    assert.deepEqual(hook.messages, []);
  });

  it('is silent while the sentence is being rewritten', async () => {
    const editor = await openFile(`${sentence} This one here rests.\n`, 'md');
    select(editor, sentence);
    model.hold = true;
    const done = run('interlinear.rewrite', { task: 'fix' });
    await eventually('the request', () => model.held.length === 1);
    assert.equal(await hover(editor.document, sentence), '');
    assert.notEqual(await hover(editor.document, 'rests'), '');
    model.held[0]!.release();
    await done;
  });

  it('gives way to a change under the pointer, whose hover leads to it', async () => {
    const editor = await openFile(`${sentence} This one here rests.\n`, 'md');
    const { document } = editor;
    select(editor, sentence);
    await run('interlinear.rewrite', { task: 'fix' });
    const changed = sentence.toUpperCase();
    const at = rangeOf(document, changed).start.translate(0, 1);
    const all = async (): Promise<string[]> => {
      const command = 'vscode.executeHoverProvider';
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(command, document.uri, at);
      return found.flatMap(({ contents }) => (contents as vscode.MarkdownString[]).map(({ value }) => value));
    };
    const [shown, ...others] = await all();
    assert.deepEqual(others, []);
    const query = /\[What this sentence is\]\(command:interlinear\.describeSentence\?([^)]+)\)/.exec(
      shown ?? '',
    )?.[1];
    assert.ok(query, shown);
    assert.notEqual(await hover(document, 'rests'), '', 'beside the change it is there');
    await run('interlinear.describeSentence', ...(JSON.parse(decodeURIComponent(query)) as unknown[]));
    assert.ok(editor.selection.active.isEqual(at));
    const [described, ...more] = await all();
    assert.deepEqual(more, []);
    assert.match(described ?? '', /100 % {2}/);
    await eventually('the change to have its turn again', async () => (await all())[0] === shown);
  });

  it('is told by a command, in a message', async () => {
    const editor = await openFile(`${sentence}\n`, 'md');
    select(editor, sentence);
    await run('interlinear.classify', { labelSet: 'tone' });
    assert.equal(hook.messages.at(-1)?.text, 'tone: formal 100 % · informal 0 %');
    assert.equal(editor.document.isDirty, false);
  });

  it('is asked for by picking a label set', async () => {
    const editor = await openFile(`${sentence}\n`, 'md');
    select(editor, sentence);
    const done = run('interlinear.classify');
    await eventually('an answer', async () => {
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return hook.messages.length > 0;
    });
    await done;
    assert.match(hook.messages.at(-1)?.text ?? '', /^tone: formal 100 %/);
  });

  it('is shown at the cursor for who asks for it, whether or not a process runs', async () => {
    await set('hover.startProcess', undefined);
    const editor = await openFile('Somebody asks about this very sentence.\n', 'md');
    putCursor(editor, 'asks', 1);
    await run('interlinear.describeSentence');
    await eventually('the question', () => asked.length > 0);
    assert.deepEqual(asked[0]?.texts, ['Somebody asks about this very sentence.']);
  });
});
