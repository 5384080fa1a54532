import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select } from '../support/editing.js';
import { activated, extensionId, testing } from '../support/extension.js';

const sentence = 'The library is closed on Monday.';

function isModelBundled(): boolean {
  const folder = vscode.extensions.getExtension(extensionId)?.extensionPath ?? '';
  return existsSync(path.join(folder, 'models', 'bundled', 'model.json'));
}

describe('The inference process', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
    hook.reset();
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('translates a selection with the bundled model, or says plainly that it is missing', async () => {
    const editor = await openFile(`${sentence} And the rest.\n`);
    select(editor, sentence);
    await run('interlinear.translate', { target: 'de' });
    const text = editor.document.getText();
    if (!isModelBundled()) {
      assert.match(hook.messages.at(-1)?.text ?? '', /No model is installed/);
      assert.equal(text, `${sentence} And the rest.\n`);
      return;
    }
    assert.deepEqual(
      hook.messages.map((message) => message.text),
      [],
    );
    assert.notEqual(text, `${sentence} And the rest.\n`);
    assert.ok(text.endsWith(' And the rest.\n'), text);
    assert.ok(hook.changesIn(editor.document).length > 0);
    assert.equal(hook.processPhase, 'ready');
    await run('undo');
    assert.equal(editor.document.getText(), `${sentence} And the rest.\n`);
  });

  it('answers other extensions, the same each time', async () => {
    const api = await activated();
    const ask = (): Promise<string> =>
      api.rewrite({ texts: [sentence], instruction: 'translate to German' }).then(
        ([result]) => result?.output ?? '',
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      );
    const [first, second] = [await ask(), await ask()];
    assert.equal(first, second);
    assert.equal(first === 'modelNotFound', !isModelBundled(), first);
  });

  it('is ended by a command, and starts again with the next request', async () => {
    const api = await activated();
    const ask = (): Promise<unknown> =>
      api.classify({ texts: [sentence], labels: ['good', 'bad'] }).catch((error: unknown) => error);
    await ask();
    await run('interlinear.restart');
    assert.match(hook.messages.at(-1)?.text ?? '', /has ended/);
    await eventually('the process to end', () => hook.processPhase === 'stopped');
    if (isModelBundled()) {
      const results = await ask();
      assert.ok(Array.isArray(results), String(results));
      assert.equal(hook.processPhase, 'ready');
    }
  });

  it('harms no document when it is killed in the middle, and ends the command in time', async function () {
    if (!isModelBundled()) return;
    const original = `${Array.from({ length: 30 }, (_, index) => `${sentence} It opens at ${index}.`).join(' ')}\n`;
    for (const delay of [0, 150, 600]) {
      const editor = await openFile(original);
      select(editor, original.trim());
      const done = run('interlinear.translate', { target: 'de' });
      await eventually('the process to work', () => hook.processId !== null && hook.running > 0);
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (hook.processId !== null) process.kill(hook.processId, 'SIGKILL');
      const killed = Date.now();
      await done;
      const seconds = (Date.now() - killed) / 1_000;
      const last = hook.messages.at(-1);
      if (last?.severity === 'error') {
        assert.match(last.text, /inference process ended/);
        assert.ok(seconds < 10, `${seconds} s`);
        assert.equal(editor.document.getText(), original);
      } else {
        assert.ok(hook.changesIn(editor.document).length > 0);
        await run('undo');
        assert.equal(editor.document.getText(), original);
      }
      hook.reset();
      await closeAll();
    }
  });
});
