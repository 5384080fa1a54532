import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliBench } from './cliBench.js';
import { writeModel } from './fakeModel.js';

describe('interlinear run', () => {
  let bench: CliBench;
  beforeEach(async () => (bench = await CliBench.create()));
  afterEach(() => bench.close());

  const translate = ['run', '--instruction', 'Translate to German'];

  it('answers on stdout and says nothing else', async () => {
    assert.deepEqual(await bench.run(translate, 'Hello.'), {
      code: 0,
      stdout: 'translate(Hello.)',
      stderr: '',
    });
    assert.equal(bench.engines[0]?.disposed, 1);
  });

  for (const [what, input, output] of [
    ['none', 'a', 'translate(a)'],
    ['one', 'a\n', 'translate(a)\n'],
    ['several', 'a\n\n\n', 'translate(a)\n\n\n'],
    ['those of Windows', 'a\r\n', 'translate(a)\r\n'],
    ['a byte order mark', '\uFEFFa\n', '\uFEFFtranslate(a)\n'],
  ]) {
    it(`keeps line ends: ${what}`, async () => {
      assert.equal((await bench.run(translate, input)).stdout, output);
      assert.equal(bench.engines[0]?.rewrites[0]?.texts[0]?.includes('\uFEFF'), false);
    });
  }

  it('reads a file, or standard input for -', async () => {
    const file = join(bench.directory, 'text');
    writeFileSync(file, 'from a file\n');
    assert.equal((await bench.run([...translate, file], 'stdin')).stdout, 'translate(from a file)\n');
    assert.equal((await bench.run([...translate, '-'], 'stdin')).stdout, 'translate(stdin)');
  });

  it('writes one JSON object', async () => {
    const { stdout, code } = await bench.run([...translate, '--json'], 'Hello.\n');
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 1);
    const { segments, model, ...answer } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(answer, {
      output: 'translate(Hello.)\n',
      score: -0.5,
      tokens: 3,
      iterations: 4,
      ms: 1.23,
    });
    assert.deepEqual(model, { id: 'tiny', version: '1.0.0', variant: 'cpu-int8', device: 'cpu' });
    assert.equal((segments as unknown[]).length, 1);
  });

  it('passes the options on', async () => {
    const options = [
      '--iterations',
      '7',
      '--length-beam',
      '2',
      '--target-length',
      '9',
      '--format',
      'markdown',
    ];
    await bench.run([...translate, ...options, '--device', 'cpu', '--threads', '2'], 'a');
    const [engine] = bench.engines;
    assert.deepEqual(engine?.rewrites, [
      {
        texts: ['a'],
        instruction: 'Translate to German',
        iterations: 7,
        lengthBeam: 2,
        targetLength: 9,
        format: 'markdown',
      },
    ]);
    assert.deepEqual(engine.request, { directory: bench.model, device: 'cpu', threads: 2 });
  });

  it('says on stderr what was left as it was', async () => {
    const { stdout, stderr } = await bench.run(translate, 'a long text');
    assert.equal(stdout, 'translate(a long text)');
    assert.match(stderr, /^interlinear: warning: sentence 1 .*too long/);
  });

  it('takes the model of --model, else of INTERLINEAR_MODEL, else the bundled one', async () => {
    const [flag, variable] = [join(bench.directory, 'flag'), join(bench.directory, 'variable')];
    writeModel(flag);
    writeModel(variable);
    await bench.run(translate, 'a');
    bench.environment = { INTERLINEAR_MODEL: variable };
    await bench.run(translate, 'a');
    await bench.run([...translate, '--model', flag], 'a');
    assert.deepEqual(
      bench.engines.map(({ request }) => request.directory),
      [bench.model, variable, flag],
    );
  });

  const fails = async (
    commandLine: readonly string[],
    input: string | Buffer,
    code: number,
    message: RegExp,
  ) => {
    const ended = await bench.run(commandLine, input);
    assert.equal(ended.stdout, '');
    assert.match(ended.stderr, message);
    assert.equal(ended.code, code);
    assert.doesNotMatch(ended.stderr, /internal error|\n\s+at /);
  };

  it('refuses an unknown instruction with what the model can do, unless it is forced', async () => {
    const sing = ['run', '--instruction', 'Sing a song'];
    await fails(sing, 'a', 2, /"Sing a song".*"Translate to ….*German.*"Fix\."/s);
    assert.deepEqual(await bench.run([...sing, '--force'], 'a'), {
      code: 0,
      stdout: 'Sing a song(a)',
      stderr: '',
    });
  });

  it('refuses what is not UTF-8, with the place', () =>
    fails(translate, Buffer.from('erste\nzw\xf6lf', 'latin1'), 1, /byte 0xf6 at offset 8 \(line 2\).*iconv/));

  it('refuses empty input', async () => {
    await fails(translate, '', 1, /standard input: there is no text/);
    await fails(translate, ' \n\t\n', 1, /there is no text/);
    assert.deepEqual(bench.engines, [], 'no model was loaded for nothing');
  });

  it('names files that cannot be read', async () => {
    await fails(
      [...translate, join(bench.directory, 'nothing')],
      '',
      1,
      /nothing: No such file or directory/,
    );
    await fails([...translate, bench.directory], '', 1, /: Is a directory\n$/);
  });

  it('refuses a missing model, one that is none, and one whose files differ', async () => {
    await fails([...translate, '--model', '/nowhere'], 'a', 1, /no model\.json in \/nowhere/);
    writeFileSync(join(bench.model, 'model.int8.onnx'), 'the grap?');
    await fails(translate, 'a', 1, /model\.int8\.onnx: the content differs.*SHA-256/);
    writeFileSync(join(bench.model, 'model.int8.onnx'), 'the');
    await fails(translate, 'a', 1, /3 bytes instead of 9/);
    writeFileSync(join(bench.model, 'model.json'), '{"schemaVersion":1}');
    await fails(translate, 'a', 1, /not valid/);
    writeFileSync(join(bench.model, 'model.json'), 'not JSON');
    await fails(translate, 'a', 1, /not valid.*JSON/);
    assert.deepEqual(bench.engines, []);
  });

  it('calls errors of the engine that nobody foresaw what they are', async () => {
    const { code, stderr } = await bench.run(translate, 'explode');
    assert.equal(code, 1);
    assert.equal(stderr, 'interlinear: internal error: that text was too much\n');
    assert.equal(bench.engines[0]?.disposed, 1);
  });

  for (const [what, commandLine] of [
    ['no instruction', ['run']],
    ['an unknown option', [...translate, '--frobnicate']],
    ['two files', [...translate, 'a', 'b']],
    ['zero passes', [...translate, '--iterations', '0']],
    ['half a pass', [...translate, '--iterations', '1.5']],
    ['an impossible device', [...translate, '--device', 'abacus']],
    ['an unknown command', ['sing']],
    ['no command', []],
    ['no model command', ['model']],
  ] as const) {
    it(`calls ${what} a usage error`, async () => {
      const ended = await bench.run(commandLine, 'a');
      assert.equal(ended.code, 2);
      assert.equal(ended.stdout, '');
      assert.match(ended.stderr, /interlinear/);
    });
  }

  it('shows help and version on stdout', async () => {
    assert.deepEqual(await bench.run(['--version']), { code: 0, stdout: '1.2.3\n', stderr: '' });
    const { code, stdout, stderr } = await bench.run(['run', '--help']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /--length-beam/);
  });
});

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
    const { code, stdout } = await bench.run(['model', 'verify']);
    assert.equal(code, 1);
    assert.match(stdout, /outside/);
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
