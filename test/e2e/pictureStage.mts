import type { Locator, Page } from 'playwright-core';
import type { PictureDocuments } from './pictureDocuments.mjs';
import { Workbench } from './workbench.mjs';

/** Takes a picture under a name; those of the walkthrough go into the package. */
export type Take = (name: string, kind?: 'walkthrough') => Promise<void>;

/** What the scenes of one document have in common: ways to an editor that is ready, lists that are open. */
export class PictureStage {
  public readonly workbench: Workbench;

  public constructor(
    public readonly page: Page,
    public readonly documents: PictureDocuments,
    public readonly take: Take,
  ) {
    this.workbench = new Workbench(page);
  }

  public get list(): Locator {
    return this.page.locator('.quick-input-widget .monaco-list-row');
  }

  /** The document alone, without the side bar. */
  public async prepare(): Promise<void> {
    await this.workbench.ready();
    await this.workbench.focusDocument();
    await this.hideSideBar();
  }

  /** Likewise, for a document that is shown in cells. */
  public async prepareNotebook(): Promise<void> {
    await this.page.locator('.notebookOverlay .cell-list-container').first().waitFor();
    await this.hideSideBar();
  }

  private async hideSideBar(): Promise<void> {
    const sideBar = this.page.locator('.part.sidebar');
    // A window that is still starting takes no keys.
    while (await sideBar.isVisible()) {
      await this.page.keyboard.press('Control+b');
      await sideBar.waitFor({ state: 'hidden', timeout: 5_000 }).catch(() => undefined);
    }
  }

  /** Runs a command for the text, which is selected first. */
  public async run(command: string, text?: string): Promise<void> {
    await this.workbench.focusDocument();
    if (text !== undefined) await this.workbench.selectWithMouse(text);
    await this.workbench.runCommand(`Interlinear: ${command}`);
  }

  /** Moves the cursor from the beginning of the document. */
  public async cursorTo(line: number, column: number): Promise<void> {
    await this.workbench.focusDocument();
    await this.page.keyboard.press('Control+Home');
    for (let down = 1; down < line; down++) await this.page.keyboard.press('ArrowDown');
    for (let right = 1; right < column; right++) await this.page.keyboard.press('ArrowRight');
  }

  /** Whatever is open is closed, and all changes are taken back. */
  public async clear(): Promise<void> {
    for (let times = 0; times < 3; times++) await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Control+1');
    // What a list showed in the document is taken back.
    await this.page.waitForTimeout(1500);
    if ((await this.workbench.codeLenses()).length > 0) {
      await this.workbench.runCommand('Interlinear: Undo All Changes');
      await this.workbench.waitForNoCodeLens();
    }
    await this.workbench.runCommand('Notifications: Clear All Notifications');
  }
}
