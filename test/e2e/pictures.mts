// npm run pictures [-- THEME …] [-- --only=SCENE,…] [-- --packaged]: packages (unless that was done), and takes the pictures of the
// walkthrough (media/walkthrough) and of every other surface (artifacts/pictures) from the installed package with its own model,
// in light, dark and both high contrast themes. Look at them afterwards.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { startBrowser } from '../../tools/host/browser.mjs';
import { installHost } from '../../tools/host/install.mjs';
import { remoteUri, startServer, workbenchUrl } from '../../tools/host/server.mjs';
import { artifacts, currentTarget, inRoot, vsixPath } from '../../tools/lib/paths.mjs';
import { run } from '../../tools/lib/run.mjs';
import { exitOnSignals, runTool, say, ToolError } from '../../tools/lib/tool.mjs';
import { makeRepository, writePictureDocuments } from './pictureDocuments.mjs';
import { pictureScenes } from './pictureScenes.mjs';
import { PictureStage, type Take } from './pictureStage.mjs';
import { askedThemes, pictureSettings, type Theme, themes } from './themes.mjs';

const size = { width: 880, height: 440 };
const folder = path.join(artifacts, 'pictures');
/** Longest wait for one thing on screen, in milliseconds. */
const patience = 60_000;

const settings = (theme: Theme): Record<string, unknown> => ({
  ...pictureSettings(theme),
  'git.enabled': true,
  'git.openRepositoryInParentFolders': 'never',
  'interlinear.rules': {
    'English comments': {
      labelSet: 'language',
      expect: ['English'],
      parts: ['comment'],
      show: 'warning',
      message: 'Comments are written in English here',
    },
  },
});

/** Takes a picture; one of the walkthrough becomes a small file of the package. */
function photographer(page: Page, theme: Theme): Take {
  return async (name, kind) => {
    // Animations of the editor have come to their end.
    await page.waitForTimeout(1000);
    const file = path.join(folder, theme, `${name}.png`);
    const picture = await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    if (kind === 'walkthrough') {
      const target = inRoot('media', 'walkthrough', `${name}-${theme}.png`);
      await sharp(picture)
        .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
        .toFile(target);
    }
    say(path.relative(inRoot(), file));
  };
}

/** Takes the pictures of one theme. @returns scenes that failed */
async function takePictures(theme: Theme, only: readonly string[] | undefined): Promise<string[]> {
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-pictures-'));
  const documents = writePictureDocuments(workspace, say);
  fs.mkdirSync(path.join(folder, theme), { recursive: true });
  const server = await startServer({ vsix: [vsixPath(currentTarget)], settings: settings(theme) });
  const browser = await startBrowser(size);
  const failed: string[] = [];
  try {
    for (const [file, all] of Object.entries(pictureScenes)) {
      const scenes = all.filter(([name]) => only === undefined || only.includes(name));
      if (scenes.length === 0) continue;
      if (scenes.some(([name]) => name === 'commit')) makeRepository(workspace);
      const page = await browser.context.newPage();
      page.setDefaultTimeout(patience);
      const uri = remoteUri(server, path.join(workspace, file));
      await page.goto(workbenchUrl(server, workspace, [['openFile', uri]]));
      const take = photographer(page, theme);
      const stage = new PictureStage(page, documents, take);
      await (file.endsWith('.ipynb') ? stage.prepareNotebook() : stage.prepare());
      for (const [name, scene] of scenes) {
        try {
          await scene(stage);
          await stage.clear();
        } catch (error: unknown) {
          failed.push(`${theme}: ${name}`);
          say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
          await take(`failure-${name}`);
          await stage.clear().catch(() => undefined);
        }
      }
      await page.close();
    }
  } finally {
    await browser.stop();
    await server.stop();
    fs.rmSync(workspace, { recursive: true, force: true });
  }
  return failed;
}

await runTool(async () => {
  exitOnSignals();
  await installHost();
  const asked = process.argv.slice(2);
  if (!asked.includes('--packaged')) await run(process.execPath, [inRoot('tools', 'package.mjs')]);
  const wanted = askedThemes(asked);
  if (wanted.length === 0) throw new ToolError(`The themes are: ${Object.keys(themes).join(', ')}.`);
  const only = asked
    .find((word) => word.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const failed: string[] = [];
  for (const theme of wanted) failed.push(...(await takePictures(theme, only)));
  if (failed.length > 0) throw new ToolError(`Scenes without their pictures: ${failed.join('; ')}`);
});
process.exit();
