import { abortError } from '../node/wire.js';
import { exitCodes } from './cliError.js';
import type { CliContext } from './cliTypes.js';
import { Output } from './output.js';
import { runProgram } from './program.js';

/** Connects the program with this process: its arguments, streams, signals and exit code. Never returns. */
export async function runCli(
  options: Pick<CliContext, 'version' | 'bundledModel' | 'createEngine'>,
): Promise<void> {
  const abort = new AbortController();
  const output = new Output(process.stdout, process.stderr, () => abort.abort(abortError()));
  process.on('SIGINT', () => {
    // A second Ctrl+C does not wait for the pass to end.
    if (abort.signal.aborted) process.exit(exitCodes.interrupted);
    abort.abort(abortError());
  });
  const code = await runProgram(
    { ...options, stdin: process.stdin, output, environment: process.env, signal: abort.signal },
    process.argv.slice(2),
  );
  // Not by waiting for open handles: standard input may still be a terminal.
  process.exit(code);
}
