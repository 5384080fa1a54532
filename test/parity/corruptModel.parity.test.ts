import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { InferenceClient } from '../../extension/client/inferenceClient.js';
import { isAlive, until } from '../unit/client/processHarness.js';
import { repositoryRoot } from './python.js';
import { SeededRandom } from './random.js';

const bundled = join(repositoryRoot, 'models', 'bundled');
const limitMilliseconds = 10_000;

describe('a corrupt model in the inference process', function () {
  this.timeout(300_000);
  let directory: string;
  let model: string;
  let client: InferenceClient;
  let models = 0;
  const started = new Set<number>();

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'interlinear-corrupt ü-'));
    await build({
      entryPoints: [join(repositoryRoot, 'extension', 'inference', 'server', 'main.ts')],
      outfile: join(directory, 'inference.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['onnxruntime-node'],
      logLevel: 'warning',
    });
    client = new InferenceClient({
      directory: join(directory, 'storage'),
      serverScript: join(directory, 'inference.js'),
      version: '1',
      graceSeconds: 0.2,
      environment: { NODE_PATH: join(repositoryRoot, 'node_modules') },
    });
    client.onState(({ processId }) => processId !== null && started.add(processId));
  });
  beforeEach(() => {
    // Another folder each time: a model that is loaded is not read again.
    model = join(directory, `model ${++models}`);
    cpSync(bundled, model, { recursive: true });
    client.useModel({ directory: model, device: 'auto' });
  });
  after(async () => {
    await client.dispose();
    await until(() => ![...started].some(isAlive), 'no process outlives its clients');
    rmSync(directory, { recursive: true, force: true });
  });

  async function fails(code: string): Promise<void> {
    const start = performance.now();
    await assert.rejects(client.rewrite({ texts: ['Good morning!'], instruction: 'Translate to German' }), {
      name: 'InterlinearError',
      code,
    });
    assert.ok(performance.now() - start < limitMilliseconds);
  }

  for (const file of ['model.int8.onnx', 'tokenizer.model']) {
    it(`is never used after a single bit of ${file} has changed`, async () => {
      const random = new SeededRandom(7);
      const whole = readFileSync(join(model, file));
      for (let round = 0; round < 5; round++) {
        const damaged = Buffer.from(whole);
        damaged[random.integer(0, damaged.length - 1)]! ^= 1 << random.integer(0, 7);
        writeFileSync(join(model, file), damaged);
        await fails('modelCorrupt');
      }
      writeFileSync(join(model, file), whole);
      const [answer] = await client.rewrite({
        texts: ['Good morning!'],
        instruction: 'Translate to German',
      });
      assert.notEqual(answer?.output, '');
      assert.equal(started.size, 1, 'the same process all the time');
    });

    it(`is refused when ${file} was cut off`, async () => {
      truncateSync(join(model, file), 1_000);
      await fails('modelCorrupt');
    });
  }

  it('is refused when its manifest is damaged or gone', async () => {
    writeFileSync(join(model, 'model.json'), '{"schemaVersion":');
    await fails('modelInvalid');
    rmSync(join(model, 'model.json'));
    await fails('modelNotFound');
  });
});
