import fs from 'node:fs';
import path from 'node:path';
import { environmentWithoutNpm, run, tryRun } from '../lib/run.mjs';
import { say, step, ToolError, warn } from '../lib/tool.mjs';
import {
  codeServerDirectory,
  codeServerEntry,
  hostDirectory,
  nodeDirectory,
  nodeExecutable,
  nodePackage,
  stampFile,
  versions,
} from './location.mjs';

/** Whether the editor is there, complete and of the right version. */
export function isHostInstalled() {
  if (!fs.existsSync(stampFile) || !fs.existsSync(codeServerEntry) || !fs.existsSync(nodeExecutable))
    return false;
  const stamp = JSON.parse(fs.readFileSync(stampFile, 'utf8'));
  return stamp.codeServer === versions.codeServer && stamp.node === versions.node;
}

/**
 * Installs VS Code (as code-server) and the Node it needs, from the npm registry alone, unless it is there already.
 * No package's install script runs: those of code-server would fetch binaries from elsewhere. The two native
 * modules that VS Code cannot do without (its log files and its watchdog) are compiled here instead.
 * @throws {ToolError} on a platform for which there is no such build
 */
export async function installHost() {
  if (isHostInstalled()) return;
  if (process.platform !== 'linux') {
    throw new ToolError(
      'The editor for tests can only be installed on Linux. Elsewhere, use your own: VSCODE_EXECUTABLE=/path/to/code npm run test:host',
    );
  }
  say(
    `VS Code for tests (code-server ${versions.codeServer}) goes into ${hostDirectory}; about 800 MB, once.`,
  );
  fs.rmSync(stampFile, { force: true });
  fs.mkdirSync(hostDirectory, { recursive: true });
  fs.writeFileSync(path.join(hostDirectory, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  const log = path.join(hostDirectory, 'install.log');
  fs.rmSync(log, { force: true });
  const env = environmentWithoutNpm();
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  await step('download Node and code-server', () =>
    run(
      'npm',
      [...install, '--save-exact', `${nodePackage}@${versions.node}`, `code-server@${versions.codeServer}`],
      { cwd: hostDirectory, env, log, limitSeconds: 900 },
    ),
  );
  // From here on npm itself runs on the new Node: code-server's own dependencies refuse an older one.
  const newer = {
    ...env,
    PATH: `${path.join(nodeDirectory, 'bin')}${path.delimiter}${env['PATH'] ?? ''}`,
    npm_config_nodedir: nodeDirectory,
  };
  const vscode = path.join(codeServerDirectory, 'lib', 'vscode');
  for (const [title, cwd] of /** @type {const} */ ([
    ["install the editor's dependencies", vscode],
    ["install its built-in extensions' dependencies", path.join(vscode, 'extensions')],
  ])) {
    await step(title, () =>
      run('npm', [...install, '--omit=dev'], { cwd, env: newer, log, limitSeconds: 600 }),
    );
  }
  const compiled = await step('compile its native modules', () =>
    tryRun('npm', ['rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog'], {
      cwd: vscode,
      env: newer,
      log,
      limitSeconds: 600,
    }),
  );
  if (compiled !== 0)
    warn(
      `They did not compile (g++, make and python3 are needed; see ${log}): output channels will stay empty.`,
    );
  await step('try it', () =>
    run(nodeExecutable, [codeServerEntry, '--version'], {
      cwd: hostDirectory,
      env: { ...newer, HOME: hostDirectory },
      log,
      limitSeconds: 60,
    }),
  );
  fs.writeFileSync(stampFile, `${JSON.stringify({ ...versions, nativeModules: compiled === 0 })}\n`);
}
