import pc from 'picocolors';

/** An error that is explained by its message alone: no stack is printed. */
export class ToolError extends Error {}

/** @param {string} text */
export const say = (text) => void process.stdout.write(`${text}\n`);

/** @param {string} text */
export const warn = (text) => void process.stderr.write(`${pc.yellow(text)}\n`);

/** @param {number} milliseconds @returns {string} e.g. `840 ms`, `12.3 s`, `3 min 05 s` */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Says what is being done, and how long it took. Repeats itself when it takes long, so that nobody thinks it hangs.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  say(`${pc.cyan('›')} ${title} …`);
  const heartbeat = setInterval(
    () => say(pc.dim(`  still at it: ${title}, ${duration(performance.now() - started)}`)),
    20_000,
  );
  try {
    const result = await work();
    say(`  ${pc.green('done')} in ${duration(performance.now() - started)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Makes Ctrl+C and `kill` run the exit handlers, which end the processes that a tool has started. */
export function exitOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGTERM', 143],
  ])) {
    process.once(signal, () => process.exit(code));
  }
}

/**
 * Runs a tool's main function; the exit code is what it returns (0 if nothing).
 * @param {() => Promise<number | void> | number | void} main
 */
export async function runTool(main) {
  exitOnSignals();
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const text =
      error instanceof ToolError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${pc.red('error')} ${text}\n`);
    process.exitCode = 1;
  }
}
