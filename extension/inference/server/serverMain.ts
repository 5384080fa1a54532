import { parseArgs } from 'node:util';
import { alreadyServedExitCode, diskFullExitCode } from '../../node/wire.js';
import { InferenceServer } from './server.js';
import { AlreadyServedError } from './serverListen.js';
import { hasCode } from '../../node/fileLock.js';
import { ServerLog } from './serverLog.js';
import { ServerMemory } from './serverMemory.js';
import type { EngineFactory } from './serverModel.js';
import { ServerWatchdog } from './serverWatchdog.js';

const exitCodes = { ended: 0, failed: 1, usage: 2, uncaught: 70 } as const;

/** How long the end may take before it is forced, in milliseconds. */
const endMilliseconds = 3_000;

/**
 * Runs the inference process to its end and exits. Arguments (all times in seconds):
 * `--address --lock --state --secret --app-version [--grace 10] [--startup 30] [--idle 600] [--hang 180]`
 * and `[--memory 0]`, the most megabytes it may have; 0: as much as there is.
 * Exit codes: 0 ended in order, 1 could not serve, 2 bad arguments, 3 another process serves, 28 the disk is full, 70 internal error.
 */
export async function runServerProcess(
  commandLine: readonly string[],
  createEngine: EngineFactory,
): Promise<void> {
  // Everything this process creates is for its user alone.
  process.umask(0o077);
  const log = new ServerLog((line) => process.stderr.write(line));
  // A full disk must not end the process through its own log.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', () => undefined);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.failure(event, error);
      process.exit(exitCodes.uncaught);
    });
  }
  const options = readArguments(commandLine);
  if (options === null) {
    log.error(
      'usage: --address A --lock L --state S --secret F --app-version V [--grace s] [--startup s] [--idle s]',
    );
    process.exit(exitCodes.usage);
  }
  const watchdog = new ServerWatchdog(options.hangSeconds, options.memory.ceiling);
  watchdog.start();
  const server = new InferenceServer({
    ...options,
    createEngine,
    log,
    onClients: (processIds) => watchdog.setClients(processIds),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      setTimeout(() => process.exit(exitCodes.ended), endMilliseconds).unref();
      server.stop(signal);
    });
  }
  try {
    await server.run();
    process.exit(exitCodes.ended);
  } catch (error) {
    if (error instanceof AlreadyServedError) {
      log.debug('another process serves already');
      process.exit(alreadyServedExitCode);
    }
    log.failure('serving', error);
    process.exit(hasCode(error, 'ENOSPC') ? diskFullExitCode : exitCodes.failed);
  }
}

function readArguments(commandLine: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...commandLine],
      options: {
        address: text,
        lock: text,
        state: text,
        secret: text,
        'app-version': text,
        grace: { ...text, default: '10' },
        startup: { ...text, default: '30' },
        idle: { ...text, default: '600' },
        hang: { ...text, default: '180' },
        memory: { ...text, default: '0' },
      },
    });
    const { address, lock, state, secret, 'app-version': version } = values;
    const times = [values.grace, values.startup, values.idle, values.hang].map(Number);
    const [grace = NaN, startup = NaN, idle = NaN, hangSeconds = NaN] = times;
    if (!address || !lock || !state || !secret || !version) return null;
    if (times.some((seconds) => !(seconds >= 0 && seconds < 2_000_000))) return null;
    const megabytes = Number(values.memory);
    if (!(megabytes >= 0)) return null;
    const memory = new ServerMemory(megabytes > 0 ? megabytes : null);
    const lifetime = { grace: grace * 1_000, startup: startup * 1_000, idle: idle * 1_000 };
    const paths = { lockPath: lock, statePath: state, secretPath: secret };
    return { address, ...paths, version, lifetime, memory, hangSeconds };
  } catch {
    return null;
  }
}
