import type { Page } from 'playwright-core';
import type { FilmText } from './filmSamples.mjs';
import { until } from './until.mjs';
import { Workbench } from './workbench.mjs';

/** The document of the film: code that nobody may touch, and prose low enough that an open list does not hide it. */
export function filmDocument({ translate, long, faulty }: FilmText): string {
  const code = ['```sh', 'npm install --global harbour', 'harbour init --port 8080', 'harbour start', '```'];
  const parts = ['# Harbour', '', ...code, '', '## News', '', translate.join(' '), '', long, ''];
  return [...parts, faulty.join(' '), ''].join('\n');
}

/** What happens in the film, scene by scene; each takes its pictures by name. */
export class FilmScenes {
  private readonly workbench: Workbench;

  public constructor(
    private readonly page: Page,
    private readonly text: FilmText,
    private readonly take: (name: string) => Promise<void>,
  ) {
    this.workbench = new Workbench(page);
  }

  /** The scenes in their order. */
  public get all(): readonly (readonly [name: string, scene: () => Promise<void>])[] {
    return [
      ['translate', () => this.translate()],
      ['fix', () => this.fix()],
      ['undo', () => this.undo()],
      ['length', () => this.length()],
      ['describe', () => this.describe()],
      ['instruct', () => this.instruct()],
    ];
  }

  /** The document alone, without the side bar. */
  public async prepare(): Promise<void> {
    await this.workbench.ready();
    await this.workbench.focusDocument();
    await this.page.keyboard.press('Control+b');
    await this.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  }

  private async translate(): Promise<void> {
    const { page, workbench } = this;
    await workbench.selectWithMouse(this.text.translate.join(' '));
    await this.take('select');
    await workbench.runCommand('Interlinear: Translate Selection');
    await workbench.filterList('German');
    await this.take('translate');
    await page.keyboard.press('Enter');
    await workbench.waitForCodeLens('Keep');
    await page.keyboard.press('Control+Home');
    await this.take('translated');
  }

  private async fix(): Promise<void> {
    const { workbench } = this;
    const before = await workbench.highlights();
    await workbench.selectWithMouse(this.text.faulty.join(' '));
    await workbench.runCommand('Interlinear: Fix Grammar and Spelling');
    // The translation is still under review: this answer has highlights and a row of actions of its own.
    await until(
      async () => (await workbench.highlights()) > before,
      () => 'the corrections to be highlighted',
    );
    // The selection would hide the highlights.
    await this.page.keyboard.press('Control+Home');
    await this.take('review');
  }

  private async undo(): Promise<void> {
    const { page, workbench } = this;
    // From the translation on to the first correction.
    for (let change = 0; change < 2; change++) await page.keyboard.press('Alt+F5');
    await workbench.runCommand('Show or Focus Hover');
    await page.locator('.monaco-hover a', { hasText: 'Keep' }).first().waitFor();
    await this.take('change');
    await page.locator('.monaco-hover a', { hasText: 'Undo' }).first().click();
    await workbench.focusDocument();
    await page.keyboard.press('Control+Home');
    await this.take('undone');
    await this.keepAll();
  }

  private async length(): Promise<void> {
    const { page, workbench } = this;
    await workbench.selectWithMouse(this.text.long);
    await workbench.runCommand('Interlinear: Translate Selection');
    await workbench.filterList('German');
    await page.keyboard.press('Enter');
    await workbench.waitForCodeLens('Keep');
    await workbench.runCommand('Interlinear: Change Length');
    await page.locator('.quick-input-widget .monaco-list-row').nth(3).waitFor();
    // Each entry is shown in the document once it is written; its size then stands in the list.
    for (let step = 0; step < 2; step++) {
      await page.keyboard.press('ArrowUp');
      await page.waitForTimeout(2500);
    }
    await this.take('length');
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    // The text is brought back: the palette must not be opened into that.
    await page.waitForTimeout(1500);
    await workbench.focusDocument();
    await workbench.runCommand('Interlinear: Fit to N Characters');
    await page.locator('.quick-input-widget input').first().waitFor();
    await page.keyboard.type(String(Math.round(this.text.long.length * 0.8)));
    await this.take('fit');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(4000);
    await this.take('fitted');
    await this.keepAll();
  }

  private async describe(): Promise<void> {
    const { page, workbench } = this;
    await workbench.focusDocument();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await workbench.runCommand('Interlinear: Show What This Sentence Is');
    await page.locator('.monaco-hover', { hasText: '%' }).first().waitFor();
    await this.take('describe');
    await page.keyboard.press('Escape');
  }

  private async instruct(): Promise<void> {
    const { page, workbench } = this;
    await workbench.focusDocument();
    await workbench.runCommand('Interlinear: Instruct');
    await page.locator('.quick-input-widget .monaco-list-row').nth(3).waitFor();
    await this.take('instruct');
    await page.keyboard.type('make it fo');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'formal' }).first().waitFor();
    await this.take('instruct-completion');
    await page.keyboard.press('Escape');
  }

  private async keepAll(): Promise<void> {
    await this.workbench.focusDocument();
    await this.workbench.runCommand('Interlinear: Keep All Changes');
    await this.workbench.waitForNoCodeLens();
  }
}
