#!/usr/bin/env node
// Starts the command line, and builds it first where that has not been done: a fresh checkout has no dist/.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(bundle)) {
  const build = fileURLToPath(new URL('../tools/build.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    process.stderr.write('interlinear: the command line could not be built; run "npm ci" and try again\n');
    process.exit(1);
  }
}
createRequire(import.meta.url)(bundle);
