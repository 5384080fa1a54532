// npm run film [-- THEME …]: packages, and takes a film strip of the installed package with its own model, from a selection to the
// answer and on, in light, dark and high contrast: artifacts/film/THEME-NN-SCENE.png. Look at them afterwards. With `-- --readme`,
// the pictures of README.md are taken from the light one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBrowser } from '../../tools/host/browser.mjs';
import { installHost } from '../../tools/host/install.mjs';
import { remoteUri, startServer, workbenchUrl } from '../../tools/host/server.mjs';
import { artifacts, currentTarget, inRoot, vsixPath } from '../../tools/lib/paths.mjs';
import { run } from '../../tools/lib/run.mjs';
import { exitOnSignals, runTool, say, ToolError } from '../../tools/lib/tool.mjs';
import { chooseFilmText } from './filmSamples.mjs';
import { filmDocument, FilmScenes } from './filmScenes.mjs';
import { askedThemes, pictureSettings, type Theme, themes } from './themes.mjs';

const size = { width: 960, height: 540 };
const folder = path.join(artifacts, 'film');
/** The pictures of README.md. */
const inReadme: readonly string[] = ['review', 'length', 'describe'];

/** Takes the film in one theme. @returns names of scenes that failed */
async function film(theme: Theme, forReadme: boolean): Promise<string[]> {
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-film-'));
  const text = chooseFilmText(say);
  const file = path.join(workspace, 'news.md');
  fs.writeFileSync(file, filmDocument(text));
  const server = await startServer({ vsix: [vsixPath(currentTarget)], settings: pictureSettings(theme) });
  const browser = await startBrowser(size);
  const failed: string[] = [];
  try {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(workbenchUrl(server, workspace, [['openFile', remoteUri(server, file)]]));
    let count = 0;
    const take = async (name: string): Promise<void> => {
      // Animations of the editor have come to their end.
      await page.waitForTimeout(1200);
      const picture = path.join(folder, `${theme}-${String(++count).padStart(2, '0')}-${name}.png`);
      await page.screenshot({ path: picture, animations: 'disabled', caret: 'hide' });
      if (forReadme && inReadme.includes(name)) {
        fs.mkdirSync(inRoot('media', 'readme'), { recursive: true });
        fs.copyFileSync(picture, inRoot('media', 'readme', `${name}.png`));
      }
      say(path.relative(inRoot(), picture));
    };
    const scenes = new FilmScenes(page, text, take);
    await scenes.prepare();
    for (const [name, scene] of scenes.all) {
      try {
        await scene();
      } catch (error: unknown) {
        failed.push(`${theme}: ${name}`);
        say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        await take(`failure-${name}`);
        await page.keyboard.press('Escape');
      }
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
  await run(process.execPath, [inRoot('tools', 'package.mjs')]);
  const asked = process.argv.slice(2);
  const forReadme = asked.includes('--readme');
  const wanted = askedThemes(asked);
  if (wanted.length === 0) throw new ToolError(`The themes are: ${Object.keys(themes).join(', ')}.`);
  fs.mkdirSync(folder, { recursive: true });
  const failed: string[] = [];
  for (const theme of wanted) {
    for (const old of fs.readdirSync(folder)) {
      if (old.startsWith(`${theme}-0`) || old.startsWith(`${theme}-1`)) fs.rmSync(path.join(folder, old));
    }
    failed.push(...(await film(theme, forReadme && theme === 'light')));
  }
  if (failed.length > 0) throw new ToolError(`Scenes without their pictures: ${failed.join('; ')}`);
});
process.exit();
