// Makes the .vsix of a platform: `node tools/package.mjs [--target linux-x64 | --all]`, default: this machine's.
import fs from 'node:fs';
import path from 'node:path';
import { currentTarget, inRoot, root, targets, vsixPath } from './lib/paths.mjs';
import { environmentWithoutNpm, run } from './lib/run.mjs';
import { stage } from './lib/stage.mjs';
import { megabytes, runTool, say, ToolError } from './lib/tool.mjs';

/** @param {string} target */
async function packageFor(target) {
  if (!targets.some((one) => one === target)) {
    throw new ToolError(`There is no package for ${target}. There are: ${targets.join(', ')}.`);
  }
  const directory = await stage(target);
  const file = vsixPath(target);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const log = inRoot('out', `package-${target}.log`);
  fs.rmSync(log, { force: true });
  const vsce = inRoot('node_modules', '@vscode', 'vsce', 'vsce');
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--no-update-package-json',
  ];
  // vsce asks when a file is missing; without a terminal it takes that for a refusal and says so in the log.
  await run(process.execPath, [vsce, 'package', '--target', target, '--out', file, ...flags], {
    cwd: directory,
    env: environmentWithoutNpm(),
    log,
    limitSeconds: 300,
  });
  say(`${path.relative(root, file)}: ${megabytes(fs.statSync(file).size)}`);
}

await runTool(async () => {
  const at = process.argv.indexOf('--target');
  const wanted = process.argv.includes('--all')
    ? targets
    : [at < 0 ? currentTarget : (process.argv[at + 1] ?? '')];
  for (const target of wanted) await packageFor(target);
});
