// Runs test/host inside a real VS Code, on the content of the package (out/stage/<platform>): `node tools/host-tests.mjs
// [suite …]`, default: all of them, each in a VS Code of its own.
// VSCODE_EXECUTABLE=/path/to/code: in that desktop VS Code; otherwise in the one that tools/install-host.mjs installs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ensureChromium } from './host/chromium.mjs';
import { installHost } from './host/install.mjs';
import { buildHostTests } from './lib/bundles.mjs';
import { artifacts, currentTarget, inRoot, stagePath } from './lib/paths.mjs';
import { readCounts, resultsVariable, sum, summary, writeCounts } from './lib/results.mjs';
import { runTool, say, ToolError } from './lib/tool.mjs';

const desktop = process.env['VSCODE_EXECUTABLE'];

/**
 * A folder of test/host, and the window that its tests run in.
 * @typedef {object} Suite
 * @property {(directory: string) => string} [open] makes what is opened, in an empty folder; default: that folder
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [standInOnly] @vscode/test-electron cannot open a desktop VS Code like that
 */

/** @type {Record<string, Suite>} */
const suites = {
  suite: {},
  restricted: { env: { INTERLINEAR_HOST_TRUST: '1' }, standInOnly: true },
  virtual: {
    open(directory) {
      const workspace = path.join(directory, 'virtual.code-workspace');
      fs.writeFileSync(workspace, JSON.stringify({ folders: [{ uri: 'interlinear-memory:/project' }] }));
      return workspace;
    },
  },
};

/**
 * @param {string} name
 * @param {string} tests folder of the built suites
 * @returns {Promise<import('./lib/results.mjs').Counts | undefined>} undefined if they did not come to their end
 */
async function runSuite(name, tests) {
  const { open = (/** @type {string} */ directory) => directory, env = {} } = suites[name] ?? {};
  const results = path.join(artifacts, `host-tests-${name}.json`);
  fs.rmSync(results, { force: true });
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-workspace-'));
  try {
    const code = await runTests({
      vscodeExecutablePath: desktop ?? inRoot('tools', 'host', 'code.mjs'),
      extensionDevelopmentPath: stagePath(currentTarget),
      extensionTestsPath: path.join(tests, 'index.js'),
      extensionTestsEnv: {
        // Lets the suites replace the model and read the messages; see extension/features/testing.
        INTERLINEAR_TEST: '1',
        INTERLINEAR_TEST_SUITE: name,
        [resultsVariable]: results,
        INTERLINEAR_TEST_ARTIFACTS: artifacts,
        INTERLINEAR_HOST_LOG: path.join(artifacts, `host-tests-${name}.log`),
        ...env,
      },
      launchArgs: [open(directory)],
    });
    if (code !== 0) throw new ToolError(`VS Code ended with code ${code}.`);
    return readCounts(results);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    const counts = readCounts(results);
    // All tests have passed, and something was wrong all the same.
    return counts?.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

await runTool(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new ToolError(`No such suite: ${unknown.join(', ')}.`);
  if (!fs.existsSync(path.join(stagePath(currentTarget), 'package.json')))
    throw new ToolError('Run `npm run package` first.');
  if (desktop === undefined) {
    await installHost();
    await ensureChromium();
  }
  const tests = inRoot('out', 'host-tests');
  await buildHostTests(tests);
  fs.mkdirSync(artifacts, { recursive: true });
  const all = [];
  for (const [name, { standInOnly }] of Object.entries(suites)) {
    if (asked.length > 0 ? !asked.includes(name) : standInOnly === true && desktop !== undefined) continue;
    const counts = await runSuite(name, tests);
    say(`${name}: ${counts === undefined ? 'did not come to its end' : summary(counts)}`);
    all.push(counts);
  }
  const total = sum(...all);
  if (total === undefined) return 1;
  writeCounts(total);
  return total.passed > 0 && total.failed === 0 ? 0 : 1;
});
