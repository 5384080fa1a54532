import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, run } from '../support/editing.js';
import { testing } from '../support/extension.js';

describe('Get Started', () => {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  afterEach(() => closeAll());

  it('does not open before anybody asks, and opens then', async () => {
    assert.equal(hook.contextKey('interlinear.walkthrough'), false, 'a fresh profile, so a first session');
    assert.deepEqual(hook.messages, []);
    await run('interlinear.getStarted');
    assert.equal(hook.contextKey('interlinear.walkthrough'), true);
    await eventually('the page', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ input }) => input === undefined || isWebLike(input)),
      ),
    );
    assert.deepEqual(hook.messages, []);
  });
});

/** Not a text document: the walkthrough's page is of no kind that extensions know. */
function isWebLike(input: unknown): boolean {
  return !(input instanceof vscode.TabInputText);
}
