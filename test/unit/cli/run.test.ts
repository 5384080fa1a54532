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

  it('reads a file in the format of its name, if no other is said', async () => {
    const file = join(bench.directory, 'text.md');
    writeFileSync(file, 'Some `code`.\n');
    for (const options of [[file], ['--format', 'latex', file], ['-']])
      await bench.run([...translate, ...options], 'stdin');
    const formats = bench.engines.map(({ rewrites }) => rewrites[0]?.format);
    assert.deepEqual(formats, ['markdown', 'latex', undefined]);
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

  it('passes on the wishes that concern the answer', async () => {
    const options = ['--length-factor', '0.8', '--max-characters', '40', '--alternatives', '2', '--json'];
    const terms = ['--keep', 'Interlinear', '--keep', 'main branch', '--confidence'];
    await bench.run([...translate, ...options, ...terms], 'a\r\n\n');
    assert.deepEqual(bench.engines[0]?.rewrites[0], {
      texts: ['a\r\n\n'],
      instruction: 'Translate to German',
      lengthFactor: 0.8,
      // The two line ends at the text's end are not the answer's.
      maximumCharacters: 42,
      alternatives: 2,
      keep: ['Interlinear', 'main branch'],
      confidence: true,
    });
  });

  it('writes alternatives one on each line, or into the JSON object', async () => {
    const two = [...translate, '--alternatives', '2'];
    assert.equal((await bench.run(two, 'a\n')).stdout, 'translate(a)\ntranslate(a) 1\ntranslate(a) 2\n');
    assert.equal((await bench.run(two, 'a')).stdout, 'translate(a)\ntranslate(a) 1\ntranslate(a) 2\n');
    const { stdout } = await bench.run([...two, '--confidence', '--json'], 'a\n');
    const answer = JSON.parse(stdout) as { alternatives: { output: string }[]; words: object[] };
    assert.deepEqual(
      answer.alternatives.map(({ output }) => output),
      ['translate(a) 1\n', 'translate(a) 2\n'],
    );
    assert.deepEqual(answer.words, [{ start: 0, end: 9, probability: 0.5 }]);
  });

  it('reads the terms of a glossary that concern the target language', async () => {
    const file = join(bench.directory, 'terms.csv');
    writeFileSync(file, 'en,de,fr\nbranch,Zweig,branche\n');
    await bench.run([...translate, '--glossary', file], 'a');
    assert.deepEqual(bench.engines[0]?.rewrites[0]?.glossary, [
      { source: 'branch', target: 'Zweig' },
      { source: 'branche', target: 'Zweig' },
    ]);
    writeFileSync(file, 'source,target,target language\nbranch,Zweig,de\nGit,Git,\n');
    await bench.run([...translate, '--glossary', file], 'a');
    assert.equal(bench.engines[1]?.rewrites[0]?.glossary?.length, 2);
  });

  it('puts no translation into a text that stays in its language, as far as is known', async () => {
    const file = join(bench.directory, 'terms.csv');
    writeFileSync(file, 'source,target,source language,target language\na,b,en,de\nc,d,en,en-GB\ne,f,,\n');
    await bench.run(['run', '--instruction', 'Sing', '--force', '--glossary', file], 'a');
    assert.deepEqual(
      bench.engines[0]?.rewrites[0]?.glossary?.map(({ source }) => source),
      ['c', 'e'],
    );
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

  it('refuses a glossary that is wrong, with file and line, before a model is loaded', async () => {
    const file = join(bench.directory, 'terms.csv');
    writeFileSync(file, 'a,b\nc\n');
    await fails([...translate, '--glossary', file], 'a', 2, /terms\.csv:2: “c” has no translation/);
    await fails([...translate, '--glossary', 'nothing.csv'], 'a', 1, /nothing\.csv: No such file/);
    assert.deepEqual(bench.engines, []);
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
    ['no length', [...translate, '--length-factor', '0']],
    ['a length that is no number', [...translate, '--length-factor', 'short']],
    ['confidence without JSON', [...translate, '--confidence']],
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
