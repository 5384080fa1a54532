import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { artifacts, inRoot } from './paths.mjs';
import { createEnvironment, findPython } from './python.mjs';
import { run } from './run.mjs';
import { step } from './tool.mjs';

const environment = inRoot('.venv-serving');
const requirements = inRoot('models', 'serving', 'requirements.txt');
const stampFile = path.join(environment, '.requirements.sha256');
const named = process.env['INTERLINEAR_SERVING_PYTHON'];

/** Python with the inference server: `INTERLINEAR_SERVING_PYTHON`, or the one that {@link ensureServing} sets up. */
export const servingPython = named ?? path.join(environment, 'bin', 'python');

const wantedStamp = () => createHash('sha256').update(fs.readFileSync(requirements)).digest('hex');

/** Whether the environment is there and holds what models/serving/requirements.txt asks for now. */
function isServingReady() {
  if (named !== undefined) return true;
  return (
    fs.existsSync(servingPython) &&
    fs.existsSync(stampFile) &&
    fs.readFileSync(stampFile, 'utf8').trim() === wantedStamp()
  );
}

/** Makes `.venv-serving` with the inference server, unless it is up to date. @throws {ToolError} with advice */
export async function ensureServing() {
  if (isServingReady()) return;
  if (!fs.existsSync(servingPython)) await createEnvironment(findPython(), environment);
  const log = path.join(artifacts, 'pip-serving.log');
  fs.rmSync(log, { force: true });
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-compile', '-r', requirements];
  await step('install the inference server of the tests (about 100 MB)', () =>
    run(servingPython, install, { log, limitSeconds: 1800 }),
  );
  fs.writeFileSync(stampFile, `${wantedStamp()}\n`);
}
