import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { WordConfidence } from '../../../extension/core/protocol/protocol.js';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, putCursor, replaceText, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const settings = (): vscode.WorkspaceConfiguration =>
  vscode.workspace.getConfiguration('interlinear.confidence');

/** Every word is sure but those in capital letters. */
function wordsOf(output: string): WordConfidence[] {
  return [...output.matchAll(/[\p{L}\p{M}👋]+/gu)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    probability: word === word.toUpperCase() ? 0.34 : 0.97,
  }));
}

describe('Words that the model is unsure of', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(async () => {
    model = new FakeModel(() => 'sure UNSURE sure É\nand 👋 MORE');
    model.further = (output) => ({ words: wordsOf(output) });
    hook.useModel(model);
    await settings().update('enabled', true, vscode.ConfigurationTarget.Global);
    await eventually('the setting', () => settings().get('enabled') === true);
  });

  afterEach(async () => {
    await settings().update('enabled', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('threshold', undefined, vscode.ConfigurationTarget.Global);
    hook.reset();
    await closeAll();
  });

  async function translated(content: string, ...texts: readonly string[]): Promise<vscode.TextEditor> {
    const editor = await openFile(content);
    select(editor, ...texts);
    await run('interlinear.translate', { target: 'en' });
    return editor;
  }

  const unsure = (document: vscode.TextDocument): string[] =>
    hook.unsureWords(document).map(({ text }) => text);

  it('are marked in the answer, with CRLF line ends and emoji before them', async () => {
    const { document } = await translated('vorher 👩‍👩‍👧‍👦 eins\r\nzwei\r\n', 'eins\r\nzwei');
    assert.equal(model.requests[0]?.confidence, true);
    assert.deepEqual(unsure(document), ['UNSURE', 'É', '👋', 'MORE']);
  });

  it('are marked in every selection', async () => {
    model = new FakeModel((text) => `${text} UNSURE`);
    model.further = (output) => ({ words: wordsOf(output) });
    hook.useModel(model);
    const { document } = await translated('eins.\nDazwischen.\nzwei.\n', 'eins.', 'zwei.');
    assert.deepEqual(unsure(document), ['UNSURE', 'UNSURE']);
  });

  it('follow edits, and one that is edited is not marked any more', async () => {
    const { document } = await translated('vorher eins\n', 'eins');
    await replaceText(document, 'vorher', 'lange davor');
    assert.deepEqual(unsure(document), ['UNSURE', 'É', '👋', 'MORE']);
    await replaceText(document, 'UNSURE', 'UNSURELY');
    assert.ok(!unsure(document).some((word) => word.startsWith('UNSURE')));
  });

  it('go with the review', async () => {
    const { document } = await translated('eins\n', 'eins');
    assert.ok(unsure(document).length > 0);
    await run('interlinear.keepAll');
    assert.deepEqual(unsure(document), []);
    const other = await translated('eins\n', 'eins');
    await run('undo');
    assert.deepEqual(unsure(other.document), []);
  });

  it('have their probability in the hover, and others have none', async () => {
    const { document } = await translated('eins\n', 'eins');
    const hoverAt = async (word: string): Promise<string> => {
      const position = document.positionAt(document.getText().indexOf(word) + 1);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    };
    assert.match((await hoverAt('UNSURE')).replaceAll('&nbsp;', ' '), /unsure of this word.*34/);
    assert.doesNotMatch(await hoverAt('and'), /unsure of this word/);
  });

  it('depend on the threshold', async () => {
    const { document } = await translated('eins\n', 'eins');
    await settings().update('threshold', 0.3, vscode.ConfigurationTarget.Global);
    await eventually('no word', () => unsure(document).length === 0);
    await settings().update('threshold', 0.99, vscode.ConfigurationTarget.Global);
    await eventually('every word', () => unsure(document).length === 7);
  });

  it('are not asked for nor marked while the setting is off, and come when it is switched on', async () => {
    await run('interlinear.toggleConfidence');
    assert.match(hook.messages.at(-1)?.text ?? '', /not marked any more/);
    // A setting that was written arrives a moment later, and on a busy machine after news of the value before.
    let since = performance.now();
    await eventually('the setting to stay', () => {
      if (settings().get('enabled') !== false) since = performance.now();
      return performance.now() - since > 1500;
    });
    model.further = (output) => (model.requests.at(-1)?.confidence ? { words: wordsOf(output) } : {});
    // Answers of documents that are still open were asked for again when the setting was switched on before.
    const before = model.requests.length;
    const { document } = await translated('eins\n', 'eins');
    const asked = model.requests.slice(before);
    assert.deepEqual(
      asked.map(({ texts, confidence }) => ({ texts, confidence })),
      [{ texts: ['eins'], confidence: undefined }],
    );
    assert.deepEqual(unsure(document), []);
    await run('interlinear.toggleConfidence');
    assert.match(hook.messages.at(-1)?.text ?? '', /are marked in answers under review/);
    await eventually('the words', () => unsure(document).length === 4);
    await run('interlinear.toggleConfidence');
    await eventually('no words', () => unsure(document).length === 0);
  });

  it('are those of the answer that is shown', async () => {
    model = new FakeModel((_, __, { lengthFactor = 1 }) => (lengthFactor < 1 ? 'SHORT' : 'a LONG answer'));
    model.further = (output) => ({ words: wordsOf(output) });
    hook.useModel(model);
    const editor = await translated('eins\n', 'eins');
    assert.deepEqual(unsure(editor.document), ['LONG']);
    putCursor(editor, 'LONG');
    await run('interlinear.makeShorter');
    assert.deepEqual(unsure(editor.document), ['SHORT']);
    await run('undo');
    assert.deepEqual(unsure(editor.document), []);
  });
});
