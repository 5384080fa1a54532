import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notices } from '../../../tools/lib/notices.mjs';
import { root } from '../../../tools/lib/paths.mjs';

describe('notices of the packages that the product contains', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'interlinear-notices-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function install(name: string, license: string | undefined, text?: string): void {
    const folder = join(directory, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }));
    if (text !== undefined) writeFileSync(join(folder, 'LICENSE.md'), text);
  }

  function lock(packages: Record<string, object>): void {
    writeFileSync(
      join(directory, 'package-lock.json'),
      JSON.stringify({ packages: { '': {}, ...packages } }),
    );
  }

  it('have the licence and its text of each, and leave out what only development needs', () => {
    install('zebra', 'MIT', 'Do as you like.');
    install('ant', 'ISC');
    install('tool', 'GPL-3.0', 'Not inside.');
    lock({ 'node_modules/zebra': {}, 'node_modules/ant': {}, 'node_modules/tool': { dev: true } });
    const text = notices(directory);
    assert.match(text, /ant 1\.0\.0 \(ISC\)[^]*zebra 1\.0\.0 \(MIT\)\n\nDo as you like\./);
    assert.doesNotMatch(text, /tool|Not inside/);
  });

  it('are refused where a package names no licence', () => {
    install('ant', undefined);
    lock({ 'node_modules/ant': {} });
    assert.throws(() => notices(directory), /ant 1\.0\.0 names no licence/);
  });

  it('name the runtime and the parsers of this product', () => {
    const text = notices(root);
    for (const name of ['onnxruntime-node', '@lezer/markdown', 'yaml'])
      assert.ok(text.includes(`\n${name} `), name);
    assert.doesNotMatch(text, /\((?:A?GPL|LGPL)[^)]*\)/);
  });
});
