import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { artifacts, inRoot } from './paths.mjs';
import { run, tryRun } from './run.mjs';
import { step, ToolError } from './tool.mjs';

const environment = inRoot('.venv');
const requirements = inRoot('models', 'requirements.txt');
const stampFile = path.join(environment, '.requirements.sha256');

/** Python of an environment that somebody else looks after. */
const named = process.env['INTERLINEAR_PYTHON'];

/** Python with the model workshop's packages: `INTERLINEAR_PYTHON`, or the one that {@link ensurePython} sets up. */
export const venvPython =
  named ??
  path.join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));

const wantedStamp = () => createHash('sha256').update(fs.readFileSync(requirements)).digest('hex');

/** Whether the environment is there and holds what models/requirements.txt asks for now. */
export function isPythonReady() {
  if (named !== undefined) return true;
  return (
    fs.existsSync(venvPython) &&
    fs.existsSync(stampFile) &&
    fs.readFileSync(stampFile, 'utf8').trim() === wantedStamp()
  );
}

/** Makes `.venv` with the model workshop's packages, unless it is up to date. @throws {ToolError} with advice */
export async function ensurePython() {
  if (isPythonReady()) return;
  if (!fs.existsSync(venvPython)) await createEnvironment(findPython(), environment);
  const log = path.join(artifacts, 'pip.log');
  fs.rmSync(log, { force: true });
  await step('install PyTorch (about 200 MB)', () => installTorch(log));
  await step("install the model workshop's other packages", () => pip(['-r', requirements], log));
  fs.writeFileSync(stampFile, `${wantedStamp()}\n`);
}

/** @returns {string} a Python of at least 3.11 @throws {ToolError} with advice */
export function findPython() {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
  const script = 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)';
  const found = names.find((name) => spawnSync(name, ['-c', script]).status === 0);
  if (found !== undefined) return found;
  throw new ToolError(
    'The model workshop needs Python 3.11 or newer (Debian: apt-get install python3 python3-venv). INTERLINEAR_PYTHON names the Python of an environment that has models/requirements.txt already.',
  );
}

/**
 * Makes an empty virtual environment.
 * @param {string} python
 * @param {string} folder
 * @throws {ToolError} with advice
 */
export async function createEnvironment(python, folder) {
  const log = path.join(artifacts, 'venv.log');
  // Debian keeps the module that a virtual environment needs in a package of its own.
  if (spawnSync(python, ['-c', 'import ensurepip, venv']).status !== 0) {
    const advice = 'Python has no venv module. Debian: apt-get install python3-venv';
    if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) throw new ToolError(advice);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await step('apt-get install python3-venv', async () => {
      await run('apt-get', ['update'], { env, log, limitSeconds: 300 });
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'python3-venv'], {
        env,
        log,
        limitSeconds: 300,
      });
    });
  }
  await step(`create ${path.basename(folder)}`, () =>
    run(python, ['-m', 'venv', folder], { log, limitSeconds: 300 }),
  );
}

/** @param {readonly string[]} packages @param {string} log */
const pip = (packages, log) =>
  run(venvPython, ['-m', 'pip', 'install', '--disable-pip-version-check', ...packages], {
    log,
    limitSeconds: 1800,
  });

/**
 * On Linux the general index has only builds with CUDA (3 GB). The tests run on the CPU: take the CPU build from wherever pip is
 * configured to look, else from PyTorch's own index, and the general one as the last resort.
 * @param {string} log
 */
async function installTorch(log) {
  const pinned = /^torch==(\S+)/m.exec(fs.readFileSync(requirements, 'utf8'))?.[1];
  if (pinned === undefined) throw new ToolError('models/requirements.txt does not pin torch.');
  if (process.platform === 'linux') {
    const cpu = `torch==${pinned.replace(/\+.*/, '')}+cpu`;
    const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--retries', '1', cpu];
    if ((await tryRun(venvPython, install, { log, limitSeconds: 1800 })) === 0) return;
    const index = ['--extra-index-url', 'https://download.pytorch.org/whl/cpu'];
    if ((await tryRun(venvPython, [...install, ...index], { log, limitSeconds: 1800 })) === 0) return;
  }
  await pip([`torch==${pinned}`], log);
}
