import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerOf } from './commandLine.mjs';
import { EditorSession } from './editorSession.mjs';
import { Workbench } from './workbench.mjs';

/** A small model mends one fault and not another: the first of these that it mends will do. */
const faults = ['He have two cats.', 'This are my book.', 'She go to school every day.', 'I has a new car.'];
const file = 'letter.txt';

describe('Rewrite Selection…, with the keyboard alone', () => {
  let session: EditorSession;
  let page: Page;
  let workbench: Workbench;
  let faulty: string;
  let corrected: string;

  before(async () => {
    session = await EditorSession.start('keyboard');
    const mended = faults
      .map((fault) => [fault, answerOf('Fix grammar and spelling.', fault)] as const)
      .find(([fault, answer]) => fault !== answer);
    assert.ok(mended, 'the model has a correction to offer');
    [faulty, corrected] = mended;
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
