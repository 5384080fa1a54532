import fs from 'node:fs';
import path from 'node:path';
import { artifacts } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { step, ToolError } from '../lib/tool.mjs';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns {string | undefined} a Chromium of this machine; `INTERLINEAR_CHROMIUM` names another */
export function findChromium() {
  const named = process.env['INTERLINEAR_CHROMIUM'];
  if (named !== undefined) return named;
  return candidates.find((file) => fs.existsSync(file));
}

/**
 * Finds Chromium, and installs it with apt where that is possible.
 * @returns {Promise<string>} path of the executable
 * @throws {ToolError} where it is missing and cannot be installed from here
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const advice =
    'Install it (Debian, Ubuntu: apt-get install chromium fonts-dejavu-core), or name one with INTERLINEAR_CHROMIUM=/path/to/chromium.';
  if (!fs.existsSync('/usr/bin/apt-get')) throw new ToolError(`The tests need Chromium. ${advice}`);
  if (process.getuid?.() !== 0)
    throw new ToolError(`The tests need Chromium, and installing it needs root. ${advice}`);
  const log = path.join(artifacts, 'apt.log');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step('apt-get update', () => run('apt-get', ['update'], { env, log, limitSeconds: 300 }));
  await step('apt-get install chromium (about 110 MB)', () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      env,
      log,
      limitSeconds: 900,
    }),
  );
  const installed = findChromium();
  if (installed === undefined) throw new ToolError(`apt-get ended well, yet there is no Chromium. ${advice}`);
  return installed;
}
