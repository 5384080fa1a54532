import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

import { buildProduct } from '../../../tools/lib/bundles.mjs';
import { deferredModules } from '../../../tools/lib/deferredModules.mjs';

const repositoryRoot = resolve(__dirname, '..', '..', '..');
const script = join(repositoryRoot, 'test', 'benchmarks', 'activation', 'measureActivation.cjs');
const answer = z.object({ commands: z.number(), deferred: z.array(z.string()) });

/** Packages that every session needs from its first moment on; all others are deferred. */
const wanted = ['diff', 'get-east-asian-width'];
/** Bytes. What an editor reads and compiles before the extension answers. */
const budget = 300_000;

describe('the bundle that is activated', () => {
  let directory: string;
  let inputs: readonly string[];

  before(async function () {
    this.timeout(60_000);
    directory = mkdtempSync(join(tmpdir(), 'interlinear-bundle-'));
    const { outputs } = await buildProduct(join(directory, 'dist'), true);
    const output = Object.entries(outputs).find(([file]) => file.endsWith('/extension.js'))?.[1];
    assert.ok(output);
    inputs = Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file);
  });

  after(() => {
    rmSync(directory, { recursive: true });
  });

  it('keeps within its size', () => {
    const { size } = statSync(join(directory, 'dist', 'extension.js'));
    assert.ok(
      size < budget,
      `${size} bytes; defer what is not needed at once (tools/lib/deferredModules.mjs)`,
    );
  });

  it('has no package but those that are always needed', () => {
    const packages = inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    assert.deepEqual([...new Set(packages)].sort(), wanted);
  });

  it('asks for no deferred module when it is activated, and finds each when it does', () => {
    const output = execFileSync(
      process.execPath,
      [script, join(directory, 'dist', 'extension.js'), directory],
      { encoding: 'utf8' },
    );
    const { commands, deferred } = answer.parse(JSON.parse(output));
    assert.ok(commands > 5);
    assert.deepEqual(deferred, []);
    for (const name of Object.keys(deferredModules)) {
      assert.ok(existsSync(join(directory, 'dist', 'deferred', `${name}.js`)), name);
    }
  });
});
