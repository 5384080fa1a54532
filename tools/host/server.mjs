import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWithoutNpm, lastLines } from '../lib/run.mjs';
import { ToolError } from '../lib/tool.mjs';
import { codeServerEntry, nodeExecutable } from './location.mjs';
import { quietSettings } from './settings.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {Record<string, unknown>} [settings] user settings on top of the quiet ones
 * @property {readonly string[]} [vsix] packages to install before it starts
 * @property {NodeJS.ProcessEnv} [env] more environment, which the extension host inherits
 * @property {boolean} [automation] lets a page run an extension's test suite; answers modal dialogs by itself
 * @property {boolean} [trust] keep workspace trust, as a user has it
 * @property {string} [password] default: none is asked for
 * @property {number} [port] default: a free one
 */

/**
 * @typedef {object} Server
 * @property {string} origin e.g. `http://127.0.0.1:40123`
 * @property {string} authority its host and port
 * @property {string} directory its own temporary folder: user data, extensions, log; removed by `stop`
 * @property {string} log path of its log
 * @property {() => Promise<void>} stop ends it and what it started, and removes its folder
 * @property {Promise<number | null>} exited
 */

/** @returns {Promise<number>} a free TCP port of the loopback interface */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Environment of the editor: nothing of an editor, npm or code-server that we run in, its own home, and no extension gallery
 * (which it would otherwise call over the network).
 * @param {string} home
 * @param {NodeJS.ProcessEnv} extra
 */
function editorEnvironment(home, extra) {
  const inherited = Object.entries(environmentWithoutNpm()).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER|PASSWORD$|HASHED_PASSWORD$|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: home,
    PATH: `${path.dirname(nodeExecutable)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}

/**
 * Starts a private VS Code server on the loopback interface, with its own user data and extensions.
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 * @throws {ToolError} if a package cannot be installed or the server does not answer
 */
export async function startServer(options = {}) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-code-'));
  const data = path.join(directory, 'data');
  const home = path.join(directory, 'home');
  fs.mkdirSync(path.join(data, 'User'), { recursive: true });
  fs.mkdirSync(home);
  fs.writeFileSync(
    path.join(data, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings(options.trust === true), ...options.settings }, null, 2),
  );
  const config = path.join(directory, 'config.yaml');
  fs.writeFileSync(config, 'cert: false\n');
  const common = [
    codeServerEntry,
    '--config',
    config,
    '--user-data-dir',
    data,
    '--extensions-dir',
    path.join(directory, 'extensions'),
  ];
  const password = options.password;
  const env = editorEnvironment(home, {
    ...options.env,
    ...(password === undefined ? {} : { PASSWORD: password }),
  });
  const log = path.join(directory, 'server.log');
  const output = fs.openSync(log, 'w');

  for (const vsix of options.vsix ?? []) {
    const installer = spawn(nodeExecutable, [...common, '--install-extension', path.resolve(vsix)], {
      env,
      stdio: ['ignore', output, output],
      timeout: 180_000,
    });
    const code = await new Promise((resolve, reject) =>
      installer.once('error', reject).once('exit', resolve),
    );
    if (code !== 0) throw new ToolError(`${vsix} could not be installed:\n${lastLines(log, 20)}`);
  }

  const port = options.port ?? (await freePort());
  const child = spawn(
    nodeExecutable,
    [
      ...common,
      ...['--auth', password === undefined ? 'none' : 'password', '--bind-addr', `127.0.0.1:${port}`],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--disable-proxy',
      ],
      ...(options.automation === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
      ...(options.trust === true ? [] : ['--disable-workspace-trust']),
    ],
    // A group of its own: it starts a child, which starts the extension host, and all of them must end together.
    { env, stdio: ['ignore', output, output], detached: true },
  );
  fs.closeSync(output);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has already ended.
    }
  };
  const onExit = () => {
    kill('SIGKILL');
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  process.once('exit', onExit);
  const stop = async () => {
    process.off('exit', onExit);
    kill('SIGTERM');
    await Promise.race([exited, sleep(5000, undefined, { ref: false })]);
    kill('SIGKILL');
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const origin = `http://127.0.0.1:${port}`;
  if (!(await answers(`${origin}/healthz`, child))) {
    const tail = lastLines(log, 20);
    await stop();
    throw new ToolError(`The VS Code server did not start:\n${tail}`);
  }
  return { origin, authority: `127.0.0.1:${port}`, directory, log, stop, exited };
}

/** @param {string} url @param {import('node:child_process').ChildProcess} child */
async function answers(url, child) {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await sleep(100);
  }
  return false;
}

/**
 * How the extension hosts of a server ended, by its own log: the page is told 0 even when one crashed.
 * @param {Server} server
 * @returns {Promise<{ clean: boolean, how: string }>}
 */
export async function extensionHostEnd(server) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const log = fs.readFileSync(server.log, 'utf8');
    const ends = [...log.matchAll(/Extension Host Process exited with code: (\w+), signal: (\w+)/g)];
    if (ends.length > 0) {
      return {
        clean: ends.every((end) => end[1] === '0'),
        how: ends.map((end) => `code ${end[1]}, signal ${end[2]}`).join('; '),
      };
    }
    await sleep(100);
  }
  return { clean: false, how: 'still running' };
}

/**
 * Address that opens a folder, or the workspace of a `.code-workspace` file, in the editor.
 * @param {Server} server
 * @param {string} folder
 * @param {readonly (readonly [string, string])[]} [payload] what VS Code's web page accepts, e.g. `openFile`
 */
export function workbenchUrl(server, folder, payload = []) {
  const query = new URLSearchParams({
    [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder,
  });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${server.origin}/?${query.toString()}`;
}

/** @param {Server} server @param {string} file @returns {string} the file as the editor's page names it */
export const remoteUri = (server, file) => `vscode-remote://${server.authority}${path.resolve(file)}`;
