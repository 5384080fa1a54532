import type { Locator, Page } from 'playwright-core';
import { until } from './until.mjs';

/** How long an open palette is looked at for a command, in milliseconds. */
const commandPatience = 3000;

/** The parts of VS Code's window that the tests use, by what a person sees of them. */
export class Workbench {
  private readonly editor: Locator;
  private readonly quickInput: Locator;

  public constructor(private readonly page: Page) {
    this.editor = page.locator('.editor-instance .monaco-editor').first();
    this.quickInput = page.locator('.quick-input-widget');
  }

  /** Waits until the document is on screen. */
  public async ready(): Promise<void> {
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** The lines on screen. The editor draws a space as a no-break space. */
  public async lines(): Promise<string[]> {
    const lines = await this.editor.locator('.view-lines .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.map((line) => line.replace(/\u00a0/g, ' '));
  }

  /** Waits until the given line (counted from 0) has the given text. While an edit is drawn, a line may be empty. */
  public async waitForLine(line: number, wanted: string): Promise<void> {
    let text: string | undefined;
    await until(
      async () => {
        text = (await this.lines())[line];
        return text === wanted;
      },
      () => `line ${line} to be ${JSON.stringify(wanted)}; it is ${JSON.stringify(text)}`,
    );
  }

  /** Selects a text of one line with the mouse, from its first to its last character. */
  public async selectWithMouse(text: string): Promise<void> {
    const box = await this.editor.evaluate((element, wanted) => {
      for (const line of element.querySelectorAll('.view-lines .view-line')) {
        const at = line.textContent.replace(/\u00a0/g, ' ').indexOf(wanted);
        if (at < 0) continue;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let offset = 0;
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (at >= offset && at < offset + length) range.setStart(node, at - offset);
          const end = at + wanted.length;
          if (end > offset && end <= offset + length) range.setEnd(node, end - offset);
          offset += length;
        }
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, middle: (top + bottom) / 2 };
      }
      return undefined;
    }, text);
    if (box === undefined) throw new Error(`${JSON.stringify(text)} is not on screen`);
    await this.page.mouse.move(box.left + 1, box.middle);
    await this.page.mouse.down();
    await this.page.mouse.move(box.right - 1, box.middle, { steps: 8 });
    await this.page.mouse.up();
    await this.editor.locator('.selected-text').first().waitFor();
  }

  /**
   * Runs the command of exactly this title (an ellipsis at its end may be left out) through the Command Palette, by the
   * keyboard alone. The editor is on screen before the extension's commands are known, and an open palette does not learn of
   * them: so it is closed and opened again until the command is there.
   */
  public async runCommand(title: string): Promise<void> {
    const ready = async (): Promise<boolean> => {
      await this.page.keyboard.press('F1');
      // Keys that come too early would go into the document.
      const open = async (): Promise<boolean> =>
        (await this.typesIntoList()) && (await this.filter()) === '>';
      if (!(await holds(open))) {
        await this.page.keyboard.press('Escape');
        return false;
      }
      await this.page.keyboard.type(title);
      const there = await holds(async () => (await this.rowOf(title)) >= 0);
      if (there) return true;
      await this.page.keyboard.press('Escape');
      await this.quickInput.waitFor({ state: 'hidden' });
      return false;
    };
    await until(ready, () => `the command ${title} in the palette`);
    // The best match is at the top and has the focus, but it need not be the one that is wanted.
    await until(
      async () => {
        const rows = await this.rows();
        if (rows.some(({ label, focused }) => focused && isTitled(label, title))) return true;
        await this.page.keyboard.press('ArrowDown');
        return false;
      },
      () => `the command ${title} to have the focus`,
    );
    await this.page.keyboard.press('Enter');
    // The command may open a list of its own in the same place: what follows must not be typed before the palette has gone.
    await until(
      async () => !(await this.quickInput.isVisible()) || !(await this.filter()).startsWith('>'),
      () => 'the palette to close',
    );
  }

  /** The rows of the open list, from the top. */
  private rows(): Promise<{ readonly label: string; readonly focused: boolean }[]> {
    return this.quickInput.locator('.monaco-list-row').evaluateAll((rows) =>
      rows
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          label: row.querySelector('.label-name')?.textContent.replace(/\u00a0/g, ' ') ?? '',
          focused: row.classList.contains('focused'),
        }))
        .sort((first, second) => first.top - second.top),
    );
  }

  private async rowOf(title: string): Promise<number> {
    return (await this.rows()).findIndex(({ label }) => isTitled(label, title));
  }

  /** Whether the open list has the keyboard's focus. */
  private typesIntoList(): Promise<boolean> {
    return this.quickInput
      .locator('input')
      .first()
      .evaluate((input) => input === document.activeElement)
      .catch(() => false);
  }

  private filter(): Promise<string> {
    return this.quickInput.locator('input').first().inputValue();
  }

  /** Types into the list that a command has opened, and waits for the entry that is then at the top. */
  public async filterList(text: string): Promise<string> {
    await this.quickInput.locator('.monaco-list-row').first().waitFor();
    await this.page.keyboard.type(text);
    await until(
      async () => (await this.filter()) === text,
      () => `the list to be filtered by ${text}`,
    );
    const focused = this.quickInput.locator('.monaco-list-row.focused', { hasText: new RegExp(text, 'i') });
    await focused.first().waitFor();
    return (await focused.first().innerText()).replace(/\s+/g, ' ').trim();
  }

  /** Entries of the open list, from the top. */
  public async listEntries(): Promise<string[]> {
    await this.quickInput.locator('.monaco-list-row').first().waitFor();
    return this.quickInput.locator('.monaco-list-row .quick-input-list-label').allInnerTexts();
  }

  /** Texts of the row of actions above a change, without white space at their ends; empty without a review. */
  public async codeLenses(): Promise<string[]> {
    const links = await this.editor.locator('.codelens-decoration a').allInnerTexts();
    return links.map((text) => text.replace(/\u00a0/g, ' ').trim()).filter((text) => text !== '');
  }

  public async waitForCodeLens(text: string): Promise<string[]> {
    await this.editor.locator('.codelens-decoration a', { hasText: text }).first().waitFor();
    return this.codeLenses();
  }

  public async waitForNoCodeLens(): Promise<void> {
    await until(
      async () => (await this.codeLenses()).length === 0,
      () => 'the row of actions to go',
    );
  }

  public async clickCodeLens(text: string): Promise<void> {
    await this.editor.locator('.codelens-decoration a', { hasText: text }).first().click();
  }

  /** How many places on screen are highlighted by an extension (classes of its decorations start with `ced-`). */
  public highlights(): Promise<number> {
    return this.editor.locator('.view-overlays [class*="ced-"]').count();
  }

  /** Puts the keyboard's focus into the document. */
  public async focusDocument(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.editor.and(this.page.locator('.focused')).waitFor();
  }
}

function isTitled(label: string, title: string): boolean {
  return label === title || label === `${title}…`;
}

/** Whether a condition comes to hold before long. */
function holds(condition: () => Promise<boolean>): Promise<boolean> {
  return until(condition, () => 'the list', commandPatience).then(
    () => true,
    () => false,
  );
}
