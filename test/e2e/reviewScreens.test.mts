import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser, type Browser } from '../../tools/host/browser.mjs';
import { installHost } from '../../tools/host/install.mjs';
import { remoteUri, startServer, workbenchUrl, type Server } from '../../tools/host/server.mjs';
import { artifacts, currentTarget, vsixPath } from '../../tools/lib/paths.mjs';
import { answerOf } from './commandLine.mjs';
import { Workbench } from './workbench.mjs';

const faults = [
  'He have two cats.',
  'This are my book.',
  'She go to school every day.',
  'I has a new car.',
  'They was at home yesterday.',
  'We is very happy today.',
];
const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};
const folder = path.join(artifacts, 'screenshots');

/** Pictures of an open review, to be looked at: what the text, its margin, its ruler and its hover look like. */
describe('An open review, in every kind of theme', () => {
  let mended: string[];
  let browser: Browser;

  before(async () => {
    await installHost();
    fs.mkdirSync(folder, { recursive: true });
    mended = faults.filter((fault) => answerOf('Fix grammar and spelling.', fault) !== fault).slice(0, 3);
    assert.ok(mended.length > 0, 'the model has a correction to offer');
    browser = await startBrowser({ width: 1100, height: 620 });
  });

  after(() => browser.stop());

  async function open(server: Server, workspace: string, file: string): Promise<[Page, Workbench]> {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(
      workbenchUrl(server, workspace, [['openFile', remoteUri(server, path.join(workspace, file))]]),
    );
    const workbench = new Workbench(page);
    await workbench.ready();
    return [page, workbench];
  }

  async function correctAll(page: Page, workbench: Workbench): Promise<void> {
    await workbench.focusDocument();
    await page.keyboard.press('Control+a');
    await workbench.runCommand('Interlinear: Fix Grammar and Spelling');
    await workbench.waitForCodeLens('Keep');
    await page.keyboard.press('Control+Home');
    await page.locator('.glyph-margin-widgets .cgmr, .margin-view-overlays .cgmr').first().waitFor();
  }

  /** Text that the editor draws before others by its style sheet, as it does with attached old words. */
  const attached = (page: Page): Promise<string[]> =>
    page
      .locator('.view-lines .view-line span')
      .evaluateAll((elements) =>
        elements
          .map((element) => getComputedStyle(element, '::before').content)
          .filter((content) => content !== 'none' && content !== 'normal'),
      );

  /** Whether the picture of the icon in the margin can be loaded. */
  const hasIcon = (page: Page): Promise<boolean> =>
    page
      .locator('.cgmr')
      .first()
      .evaluate(async (element) => {
        const url = /url\("(.+)"\)/.exec(getComputedStyle(element).backgroundImage)?.[1];
        return url !== undefined && (await fetch(url)).ok;
      });

  for (const [name, theme] of Object.entries(themes)) {
    it(`is marked by more than colour: ${name}`, async () => {
      const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-screens-'));
      const server = await startServer({
        vsix: [vsixPath(currentTarget)],
        settings: {
          'workbench.colorTheme': theme,
          'window.autoDetectColorScheme': false,
          'editor.wordWrap': 'off',
          '[markdown]': { 'editor.wordWrap': 'on' },
          'editor.fontFamily': "'DejaVu Sans Mono', 'Noto Sans CJK SC'",
          'editor.fontSize': 16,
          'editor.minimap.enabled': false,
        },
      });
      try {
        const text = `Three letters\n\n${mended.join('\n')}\n今天天气很好。\n`;
        fs.writeFileSync(path.join(workspace, 'letter.txt'), text);
        fs.writeFileSync(path.join(workspace, 'letter.md'), text);
        const [page, workbench] = await open(server, workspace, 'letter.txt');
        await correctAll(page, workbench);
        assert.ok((await attached(page)).length > 0, 'old words are attached');
        assert.ok(await hasIcon(page), 'the margin has its icon');
        await page.screenshot({ path: path.join(folder, `review-${name}-attached.png`) });
        await page.keyboard.press('Alt+F5');
        await workbench.runCommand('Show or Focus Hover');
        const keep = page.locator('a', { hasText: 'Keep' });
        const hover = page.locator('.monaco-hover').filter({ has: keep }).first();
        await hover.waitFor();
        const said = (await hover.innerText()).replace(/\s+/g, ' ').trim();
        assert.ok(said.startsWith('Original text'), `the decision comes first in: ${said}`);
        await page.screenshot({ path: path.join(folder, `review-${name}-hover.png`) });
        await page.close();
        const [wrapped, second] = await open(server, workspace, 'letter.md');
        await correctAll(wrapped, second);
        await wrapped.locator('.view-line', { hasText: '−' }).first().waitFor();
        await wrapped.screenshot({ path: path.join(folder, `review-${name}-hints.png`) });
        await wrapped.close();
      } finally {
        await server.stop();
        fs.rmSync(workspace, { recursive: true, force: true });
      }
    }).timeout(300_000);
  }
});
