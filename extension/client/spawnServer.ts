import { spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import type { Endpoint } from './endpoint.js';
import type { ProcessExit } from './exitReason.js';

export interface SpawnOptions {
  readonly endpoint: Endpoint;
  readonly version: string;
  /** Path of the inference process's bundle. */
  readonly script: string;
  readonly executable: string;
  /** Arguments of the runtime, before the script. */
  readonly executableArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly graceSeconds: number;
  readonly idleSeconds: number;
  /** The process ends itself when its event loop stands still for longer. */
  readonly hangSeconds: number;
  /** The most megabytes of memory it may have; 0: as much as there is. */
  readonly memoryMegabytes: number;
}

/** A process that this window started; it may turn out to be one too many and leave. */
export interface ServerChild {
  readonly processId: number | null;
  /** Set once it has ended. */
  readonly exit: ProcessExit | null;
  readonly exited: Promise<ProcessExit>;
  /** Why it could not be started at all, e.g. `ENOENT`. */
  readonly failure: Error | null;
}

const largestLogBytes = 1 << 20;

/**
 * Starts the inference process, detached: it outlives this window as long as others use it, and then goes by
 * itself. Its output goes to the log file and not through a pipe, which would break with this window.
 */
export function spawnServer(options: SpawnOptions): ServerChild {
  const { endpoint } = options;
  const log = openLog(endpoint.logPath);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...options.environment,
    ELECTRON_RUN_AS_NODE: '1',
    // From the very start of the process: the library inside must not report usage anywhere.
    ORT_DISABLE_TELEMETRY: '1',
  };
  // Debugger and loader flags of the host are not meant for it.
  delete environment['NODE_OPTIONS'];
  const parameters = {
    '--address': endpoint.address,
    '--lock': endpoint.lockPath,
    '--state': endpoint.statePath,
    '--secret': endpoint.secretPath,
    '--app-version': options.version,
    '--grace': String(options.graceSeconds),
    '--idle': String(options.idleSeconds),
    '--hang': String(options.hangSeconds),
    '--memory': String(options.memoryMegabytes),
  };
  const child = spawn(
    options.executable,
    [...options.executableArguments, options.script, ...Object.entries(parameters).flat()],
    {
      // Not the workspace: it may be deleted, and Windows looks for libraries there.
      cwd: endpoint.directory,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'],
      env: environment,
    },
  );
  child.unref();
  if (log !== null) closeSync(log);
  const state: { -readonly [Key in 'exit' | 'failure']: ServerChild[Key] } = { exit: null, failure: null };
  const exited = new Promise<ProcessExit>((resolve) => {
    const settle = (exit: ProcessExit): void => {
      state.exit ??= exit;
      resolve(exit);
    };
    child.once('exit', (code, signal) => settle({ code, signal }));
    child.once('error', (error) => {
      state.failure = error;
      settle({ code: null, signal: null });
    });
  });
  return {
    processId: child.pid ?? null,
    exited,
    get exit() {
      return state.exit;
    },
    get failure() {
      return state.failure;
    },
  };
}

/** The log file, opened for appending, or null where that fails: a full disk must not stop the work. */
function openLog(path: string): number | null {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes)
      renameSync(path, `${path}.1`);
  } catch {
    // Another window is at it, or Windows still has it open: it grows a little longer.
  }
  try {
    return openSync(path, 'a', 0o600);
  } catch {
    return null;
  }
}
