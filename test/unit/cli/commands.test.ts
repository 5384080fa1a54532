import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliBench } from './cliBench.js';
import { writeModel } from './fakeModel.js';

describe('interlinear classify', () => {
  let bench: CliBench;
  beforeEach(async () => (bench = await CliBench.create()));
  afterEach(() => bench.close());

  it('answers with the label, or with all probabilities as JSON', async () => {
    assert.deepEqual(await bench.run(['classify', '--labels', 'good, bad'], 'a\n'), {
      code: 0,
      stdout: 'good\n',
      stderr: '',
    });
    const { stdout } = await bench.run(['classify', '--labels', 'good,bad', '--json'], 'a\n');
    assert.deepEqual(JSON.parse(stdout), { label: 'good', scores: { good: 0.75, bad: 0.25 }, ms: 1 });
  });

  for (const labels of ['good', '', 'good,', 'good,bad,good', 'good, good']) {
    it(`refuses the labels "${labels}"`, async () => {
      const { code, stdout, stderr } = await bench.run(['classify', '--labels', labels], 'a');
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /label/);
    });
  }
});

describe('interlinear fill', () => {
  let bench: CliBench;
  beforeEach(async () => (bench = await CliBench.create()));
  afterEach(() => bench.close());

  it('gives wordings for a gap, one on each line', async () => {
    const options = ['--alternatives', '2', '--max-characters', '9', '--format', 'markdown'];
    const ended = await bench.run(['fill', ...options], 'One ___ here.\n');
    assert.deepEqual(ended, { code: 0, stdout: 'fill()\nfill()!\n', stderr: '' });
    assert.deepEqual(bench.engines[0]?.fills, [
      {
        ...{ before: 'One ', phrase: '', after: ' here.\n' },
        ...{ alternatives: 2, maximumCharacters: 9, format: 'markdown' },
      },
    ]);
  });

  it('words a phrase anew, also as JSON', async () => {
    const { stdout } = await bench.run(['fill', '--phrase', 'two three', '--json'], 'One two three.');
    assert.deepEqual(JSON.parse(stdout), {
      wordings: [{ output: 'fill(two three) ', score: -0.5, tokens: 1 }],
      ms: 1,
    });
    assert.deepEqual(bench.engines[0]?.fills[0], { before: 'One ', phrase: 'two three', after: '.' });
  });

  for (const [what, options, text] of [
    ['no gap', [], 'One two.'],
    ['two gaps', [], 'One ___ and ____.'],
    ['words that are not there', ['--phrase', 'three'], 'One two.'],
    ['words that are there twice', ['--phrase', 'one'], 'one and one'],
  ] as const) {
    it(`refuses a text with ${what}`, async () => {
      const { code, stdout, stderr } = await bench.run(['fill', ...options], text);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /gap|words/);
      assert.deepEqual(bench.engines, []);
    });
  }

  it('says so where there is no other wording', async () => {
    const { code, stderr } = await bench.run(['fill', '--phrase', 'mute'], 'A mute one.');
    assert.equal(code, 1);
    assert.match(stderr, /no wording/);
  });
});

describe('interlinear model', () => {
  let bench: CliBench;
  beforeEach(async () => (bench = await CliBench.create()));
  afterEach(() => bench.close());

  it('lists models, broken ones too', async () => {
    const models = join(bench.directory, 'models');
    writeModel(join(models, 'good'), { id: 'good' });
    writeModel(join(models, 'under-way.part'), { id: 'under-way' });
    writeModel(join(models, 'broken'));
    writeFileSync(join(models, 'broken', 'model.json'), '{}');
    bench.environment = { INTERLINEAR_MODELS: models };
    const { stdout, code } = await bench.run(['model', 'list', '--json']);
    assert.equal(code, 0);
    const list = (JSON.parse(stdout) as { models: Record<string, unknown>[] }).models;
    assert.deepEqual(
      list.map(({ id, origin, error }) => [id, origin, typeof error]),
      [
        ['tiny', 'bundled', 'undefined'],
        [undefined, 'installed', 'string'],
        ['good', 'installed', 'undefined'],
      ],
    );
    assert.match((await bench.run(['model', 'list'])).stdout, /^tiny\t1\.0\.0\t.*\n\(broken\)\t.*\ngood\t/);
  });

  it('verifies every file', async () => {
    const sound = await bench.run(['model', 'verify']);
    assert.deepEqual(sound, { code: 0, stdout: 'tokenizer.model: OK\nmodel.int8.onnx: OK\n', stderr: '' });
    writeFileSync(join(bench.model, 'tokenizer.model'), 'a damaged one');
    const broken = await bench.run(['model', 'verify', '--model', bench.model]);
    assert.equal(broken.code, 1);
    assert.match(broken.stdout, /^tokenizer\.model: FAILED: .*\nmodel\.int8\.onnx: OK\n$/);
    assert.match(broken.stderr, /1 of 2 files/);
    const { stdout } = await bench.run(['model', 'verify', bench.model, '--json']);
    const { ok, files } = JSON.parse(stdout) as { ok: boolean; files: { path: string; ok: boolean }[] };
    assert.equal(ok, false);
    assert.deepEqual(
      files.map(({ path, ok: sound }) => [path, sound]),
      [
        ['tokenizer.model', false],
        ['model.int8.onnx', true],
      ],
    );
  });

  it('refuses to read outside the folder', async () => {
    writeModel(bench.model, { files: [{ path: '../secret', bytes: 1, sha256: '0'.repeat(64) }] });
    writeFileSync(join(bench.directory, 'secret'), 'x');
    const { code, stderr } = await bench.run(['model', 'verify']);
    assert.equal(code, 1);
    assert.match(stderr, /outside/);
  });

  it('says what a model is, can do, and runs on', async () => {
    const { stdout, code } = await bench.run(['model', 'info', '--json']);
    assert.equal(code, 0);
    const info = JSON.parse(stdout) as { id: string; tasks: unknown[]; loaded: { variant: string } };
    assert.equal(info.id, 'tiny');
    assert.equal(info.tasks.length, 3);
    assert.equal(info.loaded.variant, 'cpu-int8');
    const text = (await bench.run(['model', 'info'])).stdout;
    assert.match(text, /Translate to \{target\}\. {2}\[English, German, French\]/);
    assert.match(text, /Mood\. {2}\[good, bad\]/);
  });

  it('says which devices were tried, what runs the model, and in how much memory', async () => {
    const text = (await bench.run(['model', 'info'])).stdout;
    assert.match(text, /Runs on: cpu, as cpu-int8.*\n {2}not on webgpu: no adapter\n/);
    assert.match(text, /Runtime: onnxruntime 1\.2\.3, which knows cpu, webgpu\n/);
    assert.match(text, /Processor: Some CPU, 4 cores, of which the model uses 2\n/);
    assert.match(text, /Memory: 123\.4 MB/);
    assert.match(text, /Self-test: close to the stored answer/);
    const { loaded } = JSON.parse((await bench.run(['model', 'info', '--json'])).stdout) as {
      loaded: { runtime: { threads: number } };
    };
    assert.equal(loaded.runtime.threads, 2);
  });
});

describe('interlinear bench', () => {
  it('measures at 4 and 10 passes', async () => {
    const bench = await CliBench.create();
    try {
      const { stdout, code } = await bench.run(['bench', '--rounds', '1', '--json']);
      assert.equal(code, 0);
      const report = JSON.parse(stdout) as {
        instruction: string;
        loadMs: number;
        residentBytes: number;
        results: { iterations: number; medianMs: number; tokensPerSecond: number }[];
      };
      assert.equal(report.instruction, 'Translate to German.');
      assert.equal(report.loadMs, 1.3);
      assert.ok(report.residentBytes > 1e6);
      assert.deepEqual(
        report.results.map(({ iterations }) => iterations),
        [4, 10],
      );
      assert.ok(report.results.every(({ medianMs, tokensPerSecond }) => medianMs > 0 && tokensPerSecond > 0));
      assert.match((await bench.run(['bench', '--rounds', '1'])).stdout, /10 passes: median/);
    } finally {
      bench.close();
    }
  });
});
