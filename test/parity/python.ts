import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the repository. */
export const repositoryRoot = resolve(__dirname, '..', '..');

/** The Python of the model workshop: `INTERLINEAR_PYTHON`, or the virtual environment at the repository's root. */
export function pythonPath(): string {
  const configured = process.env['INTERLINEAR_PYTHON'];
  const path = configured ?? join(repositoryRoot, '.venv', 'bin', 'python');
  if (!configured && !existsSync(path)) {
    throw new Error(`no Python at ${path}: create it with "npm run setup:python" or set INTERLINEAR_PYTHON`);
  }
  return path;
}

/**
 * Runs Python at the repository's root and gives its standard output; fails with its standard error.
 * @param input for its standard input
 */
export function runPython(parameters: readonly string[], input = ''): Promise<string> {
  return new Promise((fulfil, reject) => {
    const child = execFile(
      pythonPath(),
      [...parameters],
      { cwd: repositoryRoot, maxBuffer: 1 << 28, env: { ...process.env, PYTHONPATH: repositoryRoot } },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stderr.slice(-4000)}`));
        else fulfil(stdout);
      },
    );
    child.stdin?.end(input);
  });
}
