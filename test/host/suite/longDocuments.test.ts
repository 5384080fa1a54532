import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, putCursor, run } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const paragraphs = Array.from({ length: 60 }, (_, index) => `the tree ${index} grows here.`);
const content = `${paragraphs.join('\n\n')}\n`;
const german = (text: string): string =>
  text.replace(/the tree (\d+) grows here\./g, 'Baum Nummer $1 wächst da drüben.');

describe('A long document', () => {
  let hook: TestHook;
  let model: FakeModel;

  const files = vscode.workspace.getConfiguration('files');

  before(async () => {
    hook = await testing();
    // A save ends an undo step, and some editors save every second.
    await files.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  });

  after(() => files.update('autoSave', undefined, vscode.ConfigurationTarget.Global));

  beforeEach(() => {
    model = new FakeModel((text, instruction) =>
      /German/.test(instruction) ? german(text) : text.toUpperCase(),
    );
    model.sentences = (text) => text.split(/(?<=\.\n\n)/);
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  const lenses = async ({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);

  it('has a change, Keep and Undo for each paragraph', async function () {
    this.timeout(180_000);
    const { document } = await openFile(content, 'md');
    await run('interlinear.translateDocument', { target: 'de' });
    assert.equal(document.getText(), german(content));
    assert.equal(hook.changesIn(document).length, 60);
    const rows = await lenses(document);
    const named = (title: string): vscode.CodeLens[] =>
      rows.filter(({ command }) => command?.title === title);
    assert.equal(named('Keep').length, 60);
    const second = named('Undo')[1]?.command;
    assert.ok(second);
    await run(second.command, ...(second.arguments as unknown[]));
    const lines = document.getText().split('\n\n');
    assert.equal(lines[1], paragraphs[1]);
    assert.equal(lines[0], german(paragraphs[0]!));
    assert.equal(lines[2], german(paragraphs[2]!));
    assert.equal(hook.changesIn(document).length, 59);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), content);
  });

  it('keeps languages apart: a change of a translation is a whole sentence and no other', async () => {
    model.sentences = (text) => text.split(/(?<=\. )/);
    const text = 'the tree 1 grows here. Code stays. the tree 2 grows here. the tree 3 grows here.';
    const { document } = await openFile(text, 'md');
    await run('interlinear.translateDocument', { target: 'de' });
    assert.deepEqual(
      hook.changesIn(document).map(({ originalText }) => originalText.replace(/\.$/, '')),
      ['the tree 1 grows here', 'the tree 2 grows here', 'the tree 3 grows here'],
    );
  });

  /** Starts the translation, and hands out the first `count` sentences as a slow model does. */
  async function begin(count: number): Promise<{ document: vscode.TextDocument; done: Promise<void> }> {
    model.hold = true;
    const { document } = await openFile(content, 'md');
    const done = run('interlinear.translateDocument', { target: 'de' });
    await eventually('the request', () => model.held.length === 1);
    const [held] = model.held;
    const segments = model.segments(content, held!.parameters);
    await new Promise((resolve) => setTimeout(resolve, 800));
    held!.pass({ pass: 1, passes: 1, batch: 1, batches: 1, sentences: { done: count, all: 60 } });
    held!.part({ text: 0, segments: segments.slice(0, count) });
    await eventually('the first results', () => document.getText().startsWith('Baum Nummer 0'));
    return { document, done };
  }

  it('shows its first results before the last, and one undo takes all of them back', async () => {
    const { document, done } = await begin(17);
    assert.equal(hook.changesIn(document).length, 17);
    const waiting = document.getText().split('\n\n').slice(17).join('\n\n');
    assert.equal(waiting, content.split('\n\n').slice(17).join('\n\n'));
    model.held[0]!.release();
    await done;
    assert.equal(document.getText(), german(content));
    assert.equal(hook.changesIn(document).length, 60);
    await run('undo');
    assert.equal(document.getText(), content);
    assert.equal(hook.changesIn(document).length, 0);
  });

  it('leaves what is typed meanwhile where it is, in an undo step of its own', async () => {
    const { document, done } = await begin(17);
    const editor = vscode.window.activeTextEditor!;
    putCursor(editor, paragraphs[40]!, 4);
    await run('type', { text: 'X' });
    model.held[0]!.release();
    await done;
    const mine = 'the Xtree 40 grows here.';
    assert.equal(document.getText(), german(content).replace('Baum Nummer 40 wächst da drüben.', mine));
    assert.match(hook.messages.at(-1)?.text ?? '', /not written \(1\)/);
    await run('undo');
    assert.ok(document.getText().includes(mine) && document.getText().includes(paragraphs[41]!));
    await run('undo');
    assert.ok(document.getText().includes(paragraphs[40]!), 'what was typed is a step of its own');
    assert.ok(document.getText().startsWith('Baum Nummer 0'));
  });

  it('keeps what is finished when the person cancels, and says how much that is', async () => {
    const { document, done } = await begin(17);
    await run('interlinear.cancel');
    await done;
    assert.equal(hook.changesIn(document).length, 17);
    assert.match(hook.messages.at(-1)?.text ?? '', /17 of 60 sentences/);
  });

  it('keeps what is finished when the model fails, and Try Again does the rest', async () => {
    const { document, done } = await begin(17);
    model.held[0]!.fail(hook.failure('processFailed', 'The process has ended.'));
    await done;
    assert.equal(hook.changesIn(document).length, 17);
    const message = hook.messages.at(-1);
    assert.ok(message?.actions.includes('Try Again') === true, message?.actions.join());
    model.hold = false;
    await message.choose('Try Again');
    assert.equal(document.getText(), german(content));
    assert.equal(
      model.requests.at(-1)?.texts.join('').trimStart(),
      content.split('\n\n').slice(17).join('\n\n'),
    );
  });

  it('counts, marks and shows the sentences that were left as they were', async () => {
    model.warnings = (sentence) => (/tree (7|8) /.test(sentence) ? 'number-changed' : undefined);
    const plain = model.segments.bind(model);
    model.segments = (text, parameters) =>
      plain(text, parameters).map((one) => (one.warning ? { ...one, output: one.source } : one));
    const { document } = await openFile(content, 'md');
    await run('interlinear.translateDocument', { target: 'de' });
    const message = hook.messages.at(-1);
    assert.match(message?.text ?? '', /left as they were \(2\): every answer would have changed a number/);
    const problems = vscode.languages.getDiagnostics(document.uri);
    assert.deepEqual(
      problems.map(({ range }) => document.getText(range)),
      [paragraphs[7], paragraphs[8]],
    );
    await message!.choose('Show');
    assert.equal(document.getText(vscode.window.activeTextEditor?.selection), paragraphs[7]);
    await run('interlinear.undoAll');
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).map(({ range }) => document.getText(range)),
      [paragraphs[7], paragraphs[8]],
      'the marks follow their sentences',
    );
    await run('interlinear.dismissLeftAlone', document.uri.toString());
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
