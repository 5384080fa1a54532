import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { installHost } from '../../tools/host/install.mjs';
import { startServer, type Server } from '../../tools/host/server.mjs';
import { currentTarget, inRoot, vsixPath } from '../../tools/lib/paths.mjs';
import { exitOnSignals } from '../../tools/lib/tool.mjs';

interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

describe('The package, installed', () => {
  let server: Server;
  let extension: string;
  let files: string[];

  before(async () => {
    exitOnSignals();
    await installHost();
    server = await startServer({ vsix: [vsixPath(currentTarget)] });
    const extensions = path.join(server.directory, 'extensions');
    const folder = fs.readdirSync(extensions).find((name) => name.startsWith('interlinear.interlinear-'));
    assert.ok(folder, `an extension folder in ${extensions}`);
    extension = path.join(extensions, folder);
    files = fs
      .readdirSync(extension, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(extension, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      )
      .sort();
  });

  after(() => server.stop());

  it('has the bundles, and neither sources nor maps', () => {
    for (const bundle of ['extension', 'inference', 'cli'])
      assert.ok(files.includes(`dist/${bundle}.js`), bundle);
    assert.deepEqual(
      files.filter((file) => /\.(m?ts|map|py)$|^(test|tools|extension|samples)\//.test(file)),
      [],
    );
  });

  it('has the native libraries of this platform and of no other', () => {
    const natives = files.filter((file) => file.includes('/onnxruntime-node/bin/'));
    const own = `dist/node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`;
    assert.ok(natives.some((file) => file.endsWith('.node')));
    assert.deepEqual(
      natives.filter((file) => !file.startsWith(own)),
      [],
    );
  });

  it('has every file that its model names, unharmed, and no training state', () => {
    const model = path.join(extension, 'models', 'bundled');
    const manifest = JSON.parse(fs.readFileSync(path.join(model, 'model.json'), 'utf8')) as {
      files: ModelFile[];
    };
    assert.ok(manifest.files.length >= 2, 'at least a tokenizer and a graph');
    for (const file of manifest.files) {
      const content = fs.readFileSync(path.join(model, file.path));
      assert.equal(content.length, file.bytes, file.path);
      assert.equal(createHash('sha256').update(content).digest('hex'), file.sha256, file.path);
    }
    assert.ok(files.includes('models/bundled/CARD.md'));
    assert.deepEqual(
      files.filter((file) => /\.safetensors$|training\.json$/.test(file)),
      [],
    );
  });

  it('has the texts of every language of the source', () => {
    const translations = fs.readdirSync(inRoot()).filter((name) => /^package\.nls.*\.json$/.test(name));
    assert.ok(translations.length > 0);
    for (const name of translations) assert.ok(files.includes(name), name);
  });

  it('verifies its own model through its own command line', () => {
    const run = spawnSync(process.execPath, [path.join(extension, 'dist', 'cli.js'), 'model', 'verify'], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
  });
});
