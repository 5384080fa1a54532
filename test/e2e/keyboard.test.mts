import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerOf } from './commandLine.mjs';
import { EditorSession } from './editorSession.mjs';
import { Workbench } from './workbench.mjs';

const faulty = 'He have two cats.';
const file = 'letter.txt';

describe('Rewrite Selection…, with the keyboard alone', () => {
  let session: EditorSession;
  let page: Page;
  let workbench: Workbench;
  let corrected: string;

  before(async () => {
    session = await EditorSession.start('keyboard');
    corrected = answerOf('Fix grammar and spelling.', faulty);
    assert.notEqual(corrected, faulty, 'the model has a correction to offer');
    page = await session.open(file, `${faulty}\n`);
    workbench = new Workbench(page);
    await workbench.ready();
    await workbench.focusDocument();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.screenshotsOfFailure();
  });

  after(() => session.stop());

  it('corrects the selected line', async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+End');
    await workbench.runCommand('Interlinear: Rewrite Selection');
    await workbench.filterList('grammar');
    await session.screenshot(page, 'rewritings');
    await page.keyboard.press('Enter');
    await workbench.waitForLine(0, corrected);
    await workbench.waitForCodeLens('Keep');
    await session.screenshot(page, 'review');
  });

  it('goes to the change and keeps it', async () => {
    await page.keyboard.press('Alt+F5');
    await session.screenshot(page, 'next-change');
    await workbench.runCommand('Interlinear: Keep All Changes');
    await workbench.waitForNoCodeLens();
    assert.equal((await workbench.lines())[0], corrected);
  });

  it('still has the original one undo away', async () => {
    await page.keyboard.press('Control+z');
    await workbench.waitForLine(0, faulty);
    await page.keyboard.press('Control+Shift+z');
    await workbench.waitForLine(0, corrected);
    await session.screenshot(page, 'redone');
  });
});
