import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ToolError } from './tool.mjs';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the top folder
 * @property {NodeJS.ProcessEnv} [env] default: this process's environment
 * @property {string} [log] write the output to this file instead of the terminal
 * @property {number} [limitSeconds] end the process (and its children) after so long
 */

/**
 * The environment without what npm adds to it for scripts: a nested npm would take our own flags and
 * configuration for its own.
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithoutNpm() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 124 when it ran past its limit
 */
export async function tryRun(command, parameters, options = {}) {
  const { cwd = root, env = process.env, log, limitSeconds } = options;
  if (log !== undefined) fs.mkdirSync(path.dirname(log), { recursive: true });
  const output = log === undefined ? 'inherit' : fs.openSync(log, 'a');
  // A group of its own, so that the limit also ends the processes that the program started.
  const child = spawn(command, parameters, {
    cwd,
    env,
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
  });
  const end = endWithParent(child);
  let late = false;
  const timer =
    limitSeconds === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          end();
        }, limitSeconds * 1000);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
    });
    return late ? 124 : code;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 127;
    throw error;
  } finally {
    clearTimeout(timer);
    end.release();
    if (typeof output === 'number') fs.closeSync(output);
  }
}

/**
 * Like {@link tryRun}, but anything other than exit code 0 is an error that shows the end of the log.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 * @throws {ToolError}
 */
export async function run(command, parameters, options = {}) {
  const code = await tryRun(command, parameters, options);
  if (code === 0) return;
  const line = [command, ...parameters].join(' ');
  const tail =
    options.log === undefined ? '' : `\n${lastLines(options.log, 30)}\n(whole log: ${options.log})`;
  const reason =
    code === 127
      ? 'not found'
      : code === 124
        ? `took more than ${options.limitSeconds} s`
        : `exit code ${code}`;
  throw new ToolError(`${line}: ${reason}${tail}`);
}

/** @param {string} file @param {number} count */
export function lastLines(file, count) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Ends a child's whole group when this process ends (a group of its own does not hear Ctrl+C); see `exitOnSignals`.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithParent(child) {
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
    } catch {
      // It has already ended.
    }
  };
  process.once('exit', end);
  return Object.assign(end, { release: () => void process.off('exit', end) });
}
