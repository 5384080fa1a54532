import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { currentTarget, stagePath } from '../../tools/lib/paths.mjs';

/**
 * What the packaged command line answers. It runs the same engine on the same model as the editor, and nothing in it is random:
 * so it tells the tests what the editor has to show.
 */
export function answerOf(instruction: string, input: string): string {
  const cli = path.join(stagePath(currentTarget), 'dist', 'cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'run', '--instruction', instruction, '-'],
    {
      input,
      encoding: 'utf8',
      env: { ...process.env, INTERLINEAR_MODEL: undefined },
    },
  );
  if (status !== 0) throw new Error(`The command line ended with code ${status ?? 'none'}: ${stderr}`);
  return stdout.replace(/\r?\n$/, '');
}
