import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerOf } from './commandLine.mjs';
import { EditorSession } from './editorSession.mjs';
import { until } from './until.mjs';
import { Workbench } from './workbench.mjs';

const sentence = 'The library is closed on Monday.';
const rest = ' Bring your books back on Tuesday.';
const file = 'notes.md';

describe('Translate Selection…, in the installed package', () => {
  let session: EditorSession;
  let page: Page;
  let workbench: Workbench;
  let translation: string;

  async function translateToGerman(): Promise<void> {
    await workbench.selectWithMouse(sentence);
    await workbench.runCommand('Interlinear: Translate Selection');
    const entry = await workbench.filterList('German');
    assert.match(entry, /German/);
  }

  before(async () => {
    session = await EditorSession.start('translate');
    translation = answerOf('Translate to German.', sentence);
    assert.notEqual(translation, sentence, 'the model has a translation to offer');
    page = await session.open(file, `# Opening hours\n\n${sentence}${rest}\n`);
    workbench = new Workbench(page);
    await workbench.ready();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.screenshotsOfFailure();
  });

  after(() => session.stop());

  it('replaces the sentence by its translation, highlighted, with the actions of a review', async () => {
    const before = await workbench.highlights();
    await translateToGerman();
    await session.screenshot(page, 'languages');
    await page.keyboard.press('Enter');
    await workbench.waitForLine(2, translation + rest);
    const actions = await workbench.waitForCodeLens('Keep');
    assert.ok(
      actions.some((action) => action.includes('Undo')),
      `Undo among ${actions.join(' · ')}`,
    );
    assert.ok((await workbench.highlights()) > before, 'the new words are highlighted');
    await session.screenshot(page, 'review');
  });

  it('is taken back by one undo, which also ends the review', async () => {
    await workbench.focusDocument();
    await page.keyboard.press('Control+z');
    await workbench.waitForLine(2, sentence + rest);
    await workbench.waitForNoCodeLens();
    await session.screenshot(page, 'undone');
  });

  it('gives the same answer again, and keeps it', async () => {
    await translateToGerman();
    await page.keyboard.press('Enter');
    await workbench.waitForLine(2, translation + rest);
    await workbench.waitForCodeLens('Keep');
    await session.screenshot(page, 'again');
    await workbench.clickCodeLens('Keep');
    await workbench.waitForNoCodeLens();
    assert.equal((await workbench.lines())[2], translation + rest);
    await session.screenshot(page, 'kept');
  });

  it('saves what is on screen', async () => {
    await workbench.focusDocument();
    await page.keyboard.press('Control+s');
    const wanted = `# Opening hours\n\n${translation}${rest}\n`;
    await until(
      () => Promise.resolve(session.read(file) === wanted),
      () => `the file to be saved; it has ${JSON.stringify(session.read(file))}`,
    );
  });

  it('asked for nothing beyond this machine', () => {
    assert.deepEqual(session.refusedHosts(), []);
  });
});
