import { CommanderError, type Command } from 'commander';
import { version } from '../../package.json';
import { asFailure } from './failure.js';
import { Output } from './output.js';
import { createProgram } from './program.js';

/** Runs the command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
async function main(): Promise<number> {
  const output = new Output(process.stdout, process.stderr);
  // A reader that has seen enough (head, less) closes the pipe; that is its right and no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const program = createProgram(output, process.stdin, version);
  exitByError(program);
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = asFailure(error);
    output.message(failure.message);
    return failure.exitCode;
  }
}

/** commander's own exits would use 1 for wrong usage, and end before the output is flushed. */
function exitByError(command: Command): void {
  command.exitOverride();
  command.commands.forEach(exitByError);
}

void main().then((code) => {
  process.exitCode = code;
  // A pipe left open on stdin must not keep the process alive after an error.
  process.stdin.destroy();
});
