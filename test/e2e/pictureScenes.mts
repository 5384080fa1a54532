import type { PictureStage } from './pictureStage.mjs';

type Scene = readonly [name: string, scene: (stage: PictureStage) => Promise<void>];

const instruct: Scene = [
  'instruct',
  async (stage) => {
    const { page, documents, list, take } = stage;
    await stage.run('Instruct', documents.faulty);
    await list.nth(3).waitFor();
    await take('instruct', 'walkthrough');
    await page.keyboard.type('make it fo');
    await list.filter({ hasText: 'formal' }).first().waitFor();
    await take('instruct-completion');
    await page.keyboard.press('Escape');
    await stage.run('Instruct');
    await list.nth(3).waitFor();
    await page.keyboard.type('make it rhyme');
    await list.filter({ hasText: 'rhyme' }).first().waitFor();
    await page.keyboard.press('Enter');
    await list.filter({ hasText: 'Anyway' }).first().waitFor();
    await take('instruct-unknown');
  },
];

const review: Scene = [
  'review',
  async (stage) => {
    const { page, workbench, documents, take } = stage;
    await stage.run('Fix Grammar and Spelling', documents.faulty);
    await workbench.waitForCodeLens('Keep');
    await page.keyboard.press('ArrowUp');
    await take('review', 'walkthrough');
    await page.keyboard.press('Alt+F5');
    await workbench.runCommand('Show or Focus Hover');
    await page.locator('.monaco-hover a', { hasText: 'Keep' }).first().waitFor();
    await take('review-hover');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Keep' }).first().waitFor();
    await take('review-light-bulb');
    await page.keyboard.press('Escape');
    await stage.run('Show Original');
    await page.locator('.monaco-diff-editor').first().waitFor();
    await take('review-original');
    await workbench.runCommand('View: Close Editor');
  },
];

const answers: Scene = [
  'answers',
  async (stage) => {
    const { page, workbench, documents, list, take } = stage;
    await stage.run('Translate Selection', documents.translate);
    await workbench.filterList('German');
    await take('translate');
    await page.keyboard.press('Enter');
    await workbench.waitForCodeLens('Keep');
    await take('translated');
    await stage.run('Toggle Confidence');
    await page.keyboard.press('ArrowUp');
    await take('confidence');
    await stage.run('Toggle Confidence');
    await page.keyboard.press('ArrowDown');
    await stage.run('Change Length');
    await list.nth(3).waitFor();
    for (let step = 0; step < 2; step++) {
      await page.keyboard.press('ArrowUp');
      await page.waitForTimeout(2000);
    }
    await take('length');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1500);
    await stage.run('Alternatives');
    await list.nth(1).waitFor();
    await take('alternatives');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1500);
  },
];

const phrase: Scene = [
  'phrase',
  async (stage) => {
    const { page, list, take } = stage;
    await stage.run('Rewrite Phrase', 'at the station');
    await list.nth(1).waitFor();
    await take('phrase');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1500);
    await stage.cursorTo(3, 15);
    await stage.run('Fill Gap');
    await list.nth(1).waitFor();
    await take('gap');
  },
];

const describe: Scene = [
  'describe',
  async (stage) => {
    await stage.cursorTo(11, 9);
    await stage.run('Show What This Sentence Is');
    await stage.page.locator('.monaco-hover', { hasText: '%' }).first().waitFor();
    await stage.take('describe', 'walkthrough');
  },
];

const status: Scene = [
  'status',
  async (stage) => {
    await stage.run('Show Status');
    await stage.list.filter({ hasText: 'MB' }).first().waitFor();
    await stage.take('private', 'walkthrough');
  },
];

const keys: Scene = [
  'keys',
  async (stage) => {
    const { page, workbench, take } = stage;
    await workbench.runCommand('Preferences: Open Keyboard Shortcuts');
    await page.locator('.keybindings-editor').first().waitFor();
    await page.keyboard.type('Interlinear');
    await page.locator('.keybindings-editor .monaco-list-row').nth(3).waitFor();
    await take('keys', 'walkthrough');
    // The shortcuts may be a dialog or a tab; the document is active again after either.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  },
];

/** The ways in from a selection: the light bulb and the context menu. */
const ways: Scene = [
  'ways',
  async (stage) => {
    const { page, workbench, documents, take } = stage;
    await stage.run('Translate Selection', documents.translate);
    await workbench.filterList('German');
    await page.keyboard.press('Enter');
    await workbench.waitForCodeLens('Keep');
    await stage.run('Undo All Changes');
    await workbench.focusDocument();
    await workbench.selectWithMouse(documents.faulty);
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Instruct' }).first().waitFor();
    await take('ways-light-bulb');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F10');
    await page.locator('.context-view', { hasText: 'Translate into German' }).first().waitFor();
    await take('ways-context-menu');
    await page.keyboard.press('Escape');
    await stage.run('Get Started');
    await page.locator('.getting-started-step').first().waitFor();
    await page.getByText('Open a Sample and Try It').first().click();
    await stage.list.nth(2).waitFor();
    await take('ways-sample');
    await page.keyboard.press('Escape');
  },
];

const menus: Scene = [
  'menus',
  async (stage) => {
    const { page, list, take } = stage;
    for (const [command, name] of [
      ['Choose Model', 'models'],
      ['Select Device', 'devices'],
      ['Rewrite Selection', 'rewrite'],
      ['Classify Selection', 'classify'],
    ] as const) {
      await page.keyboard.press('Escape');
      await stage.run(command);
      await list.first().waitFor();
      await take(name);
    }
  },
];

const pages: Scene = [
  'pages',
  async (stage) => {
    const { page, workbench, take } = stage;
    await stage.run('Get Started');
    await page.locator('.getting-started-step').first().waitFor();
    const size = page.viewportSize();
    await page.setViewportSize({ width: 1360, height: 760 });
    await take('get-started');
    if (size !== null) await page.setViewportSize(size);
    await workbench.runCommand('View: Close Editor');
    await workbench.runCommand('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor').first().waitFor();
    await page.keyboard.type('@ext:interlinear.interlinear');
    await page.locator('.settings-editor .setting-item-contents').nth(1).waitFor();
    await take('settings');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  },
];

const rules: Scene = [
  'rules',
  async (stage) => {
    const { page, take } = stage;
    await stage.run('Check Document by Rules');
    await page.locator('.squiggly-warning').first().waitFor();
    await stage.workbench.runCommand('Notifications: Clear All Notifications');
    await stage.workbench.focusDocument();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F8');
    await page.locator('.marker-widget').first().waitFor();
    await take('rules');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'English' }).first().waitFor();
    await take('rules-quick-fix');
  },
];

const scripts: Scene = [
  'scripts',
  async (stage) => {
    const { page, workbench, take } = stage;
    await stage.cursorTo(7, 3);
    await stage.run('Translate Selection');
    await workbench.filterList('English');
    await page.keyboard.press('Enter');
    await workbench.waitForCodeLens('Keep');
    await take('chinese');
    await page.keyboard.press('Alt+F5');
    await workbench.runCommand('Show or Focus Hover');
    await page.locator('.monaco-hover a', { hasText: 'Keep' }).first().waitFor();
    await take('chinese-hover');
    await stage.clear();
    await stage.cursorTo(3, 3);
    await stage.run('Translate Selection');
    await workbench.filterList('English');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(4000);
    await take('arabic');
    await page.keyboard.press('Escape');
    await stage.cursorTo(5, 3);
    await stage.run('Translate Selection');
    await workbench.filterList('English');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(4000);
    await take('hebrew');
  },
];

const notebook: Scene = [
  'notebook',
  async (stage) => {
    const { page, workbench, take } = stage;
    await page.locator('.notebookOverlay .monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+End');
    await workbench.runCommand('Interlinear: Translate Selection');
    await workbench.filterList('German');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(5000);
    await take('notebook');
  },
];

const commit: Scene = [
  'commit',
  async (stage) => {
    const { page, workbench, take } = stage;
    await page.keyboard.press('Control+Shift+g');
    const box = page.locator('.scm-editor .monaco-editor').first();
    await box.click();
    await page.keyboard.type('This are my book.');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Interlinear' }).first().waitFor();
    await take('commit-light-bulb');
    await page.keyboard.press('Enter');
    await workbench.filterList('Fix grammar');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(4000);
    await take('commit');
  },
];

/** The scenes of every document, in their order. */
export const pictureScenes: Readonly<Record<string, readonly Scene[]>> = {
  'letter.md': [instruct, review, answers, phrase, describe, status, keys, ways, menus, pages],
  'greet.ts': [rules, commit],
  'languages.md': [scripts],
  'data.ipynb': [notebook],
};
