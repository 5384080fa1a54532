import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser, type Browser } from '../../tools/host/browser.mjs';
import { installHost } from '../../tools/host/install.mjs';
import { remoteUri, startServer, workbenchUrl, type Server } from '../../tools/host/server.mjs';
import { artifacts, currentTarget, vsixPath } from '../../tools/lib/paths.mjs';
import { exitOnSignals } from '../../tools/lib/tool.mjs';

const screenshots = path.join(artifacts, 'e2e');

/** A VS Code with the package installed as a user installs it, and a browser to use it with. */
export class EditorSession {
  private screenshotCount = 0;

  private constructor(
    private readonly name: string,
    private readonly server: Server,
    private readonly browser: Browser,
    private readonly workspace: string,
  ) {}

  /** @param name prefix of its screenshots */
  public static async start(name: string): Promise<EditorSession> {
    const vsix = vsixPath(currentTarget);
    if (!fs.existsSync(vsix)) throw new Error(`${vsix} is missing: npm run package`);
    exitOnSignals();
    await installHost();
    const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-e2e-'));
    // Without automation: the smoke-test driver would answer modal dialogs that a person has to answer.
    const server = await startServer({
      vsix: [vsix],
      automation: false,
      // One line of the document is one line on screen.
      settings: { '[markdown]': { 'editor.wordWrap': 'off' }, 'editor.wordWrap': 'off' },
    });
    fs.mkdirSync(screenshots, { recursive: true });
    for (const old of fs.readdirSync(screenshots)) {
      if (old.startsWith(`${name}-`)) fs.rmSync(path.join(screenshots, old));
    }
    return new EditorSession(name, server, await startBrowser(), workspace);
  }

  /** Opens a new file of the workspace in a page of its own. */
  public async open(file: string, content: string): Promise<Page> {
    fs.writeFileSync(path.join(this.workspace, file), content);
    const page = await this.browser.context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(
      workbenchUrl(this.server, this.workspace, [
        ['openFile', remoteUri(this.server, path.join(this.workspace, file))],
      ]),
    );
    return page;
  }

  /** What is on disk, not what the editor shows. */
  public read(file: string): string {
    return fs.readFileSync(path.join(this.workspace, file), 'utf8');
  }

  public async screenshot(page: Page, stage: string): Promise<void> {
    const number = String(++this.screenshotCount).padStart(2, '0');
    await page.screenshot({ path: path.join(screenshots, `${this.name}-${number}-${stage}.png`) });
  }

  /** Keeps a picture of every page, for a test that failed. */
  public async screenshotsOfFailure(): Promise<void> {
    for (const page of this.browser.context.pages()) await this.screenshot(page, 'failure');
  }

  /** Hosts beyond this machine that a page asked for. */
  public refusedHosts(): string[] {
    return [...this.browser.refused];
  }

  public async stop(): Promise<void> {
    fs.copyFileSync(this.server.log, path.join(screenshots, `${this.name}-server.log`));
    await this.browser.stop();
    await this.server.stop();
    fs.rmSync(this.workspace, { recursive: true, force: true });
  }
}
