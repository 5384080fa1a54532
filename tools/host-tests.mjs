// Runs test/host inside a real VS Code, on the content of the package (out/stage/<platform>).
// VSCODE_EXECUTABLE=/path/to/code: in that desktop VS Code; otherwise in the one that tools/install-host.mjs installs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ensureChromium } from './host/chromium.mjs';
import { installHost } from './host/install.mjs';
import { buildHostTests } from './lib/bundles.mjs';
import { artifacts, currentTarget, inRoot, stagePath } from './lib/paths.mjs';
import { runTool, say, ToolError } from './lib/tool.mjs';

await runTool(async () => {
  const stage = stagePath(currentTarget);
  if (!fs.existsSync(path.join(stage, 'package.json'))) throw new ToolError('Run `npm run package` first.');
  const desktop = process.env['VSCODE_EXECUTABLE'];
  if (desktop === undefined) {
    await installHost();
    await ensureChromium();
  }
  const tests = inRoot('out', 'host-tests');
  await buildHostTests(tests);
  fs.mkdirSync(artifacts, { recursive: true });
  const results = process.env['INTERLINEAR_TEST_RESULTS'] ?? path.join(artifacts, 'host-tests.json');
  fs.rmSync(results, { force: true });
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-workspace-'));
  try {
    const code = await runTests({
      vscodeExecutablePath: desktop ?? inRoot('tools', 'host', 'code.mjs'),
      extensionDevelopmentPath: stage,
      extensionTestsPath: path.join(tests, 'index.js'),
      extensionTestsEnv: {
        // Lets the suites replace the model and read the messages; see extension/features/testing.
        INTERLINEAR_TEST: '1',
        INTERLINEAR_TEST_RESULTS: results,
        INTERLINEAR_TEST_ARTIFACTS: artifacts,
        INTERLINEAR_HOST_LOG: path.join(artifacts, 'host-tests.log'),
      },
      launchArgs: [workspace],
    });
    if (code !== 0) throw new ToolError(`VS Code ended with code ${code}.`);
  } catch (error) {
    // The counts are already printed; what follows says only that something was wrong.
    if (!fs.existsSync(results)) throw error;
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    fs.rmSync(workspace, { recursive: true, force: true });
  }
  const { passed, failed } = JSON.parse(fs.readFileSync(results, 'utf8'));
  return passed > 0 && failed === 0 ? 0 : 1;
});
