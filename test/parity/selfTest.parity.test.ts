import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../extension/core/model/manifest.js';
import { createEngine } from '../../extension/inference/createEngine.js';
import { repositoryRoot, runPython } from './python.js';

/** Weights that are not those of the reference: each graph is whole, and loads, and answers nonsense. */
describe('the self-test against the answer of the reference', function () {
  this.timeout(300_000);
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'interlinear-self-test-'));
    const bundled = join(repositoryRoot, 'models', 'bundled');
    const script = join(repositoryRoot, 'test', 'parity', 'export_float32.py');
    await runPython([script, bundled, join(directory, 'whole'), 'int8,int4,float32']);
    cpSync(join(directory, 'whole'), join(directory, 'tampered'), { recursive: true });
    const tamper = join(repositoryRoot, 'test', 'parity', 'tamper_graph.py');
    const graph = join(directory, 'tampered', 'model.int8.onnx');
    await runPython([tamper, graph, 'backbone.layers.3.output.weight']);
    // As published: it is not the checksum that finds it.
    change('tampered', (manifest) => ({
      ...manifest,
      files: manifest.files.map((file) =>
        file.path === 'model.int8.onnx' ? { path: file.path, ...described(graph) } : file,
      ),
    }));
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  function described(path: string): { bytes: number; sha256: string } {
    const content = readFileSync(path);
    return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }

  function change(name: string, make: (manifest: Manifest) => object): void {
    const path = join(directory, name, 'model.json');
    writeFileSync(path, JSON.stringify(make(JSON.parse(readFileSync(path, 'utf8')) as Manifest)));
  }

  async function load(name: string, variant?: string) {
    const engine = await createEngine({
      directory: join(directory, name),
      device: 'cpu',
      verify: true,
      ...(variant !== undefined && { variant }),
    });
    const info = engine.info();
    await engine.dispose();
    return info;
  }

  for (const variant of ['cpu-int8', 'int4', 'float32']) {
    it(`lets the weights pass as ${variant}`, async () => {
      const loaded = await load('whole', variant);
      assert.deepEqual([loaded.variant, loaded.fallbacks], [variant, []]);
    });
  }

  it('takes the next variant where the weights of the first are others, and says why', async () => {
    const loaded = await load('tampered');
    assert.equal(loaded.variant, 'int4');
    assert.equal(loaded.fallbacks.length, 1);
    assert.match(loaded.fallbacks[0]!.reason, /^cpu-int8: the self-test is \d+\.\d+ away from the reference/);
  });

  it('refuses the model where there is no other variant', async () => {
    await assert.rejects(load('tampered', 'cpu-int8'), {
      code: 'deviceUnavailable',
      message: /the self-test is .* away from the reference/,
    });
  });

  it('loads a model of before there were answers in the manifest', async () => {
    cpSync(join(directory, 'whole'), join(directory, 'old'), { recursive: true });
    change('old', ({ selfTest, ...manifest }) => {
      assert.ok(selfTest !== undefined);
      return manifest;
    });
    assert.equal((await load('old')).variant, 'cpu-int8');
  });
});
