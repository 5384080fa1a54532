import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliBench } from './cliBench.js';

type Answer = Record<string, unknown>;

function answers(stdout: string): Answer[] {
  assert.ok(stdout === '' || stdout.endsWith('\n'));
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Answer);
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const translate = (id: unknown, input = 'a'): Answer => ({ id, instruction: 'Translate to German', input });

describe('interlinear batch', () => {
  let bench: CliBench;
  beforeEach(async () => (bench = await CliBench.create()));
  afterEach(() => bench.close());

  it('answers rewrites and classifications in order', async () => {
    const input = [
      translate(1),
      { id: 'two', labels: ['good', 'bad'], input: 'b' },
      { ...translate(3), iterations: 2, lengthBeam: 1, targetLength: 5, format: 'markdown' },
      { id: 4, instruction: 'fix it', input: 'c' },
    ];
    const { code, stdout, stderr } = await bench.run(['batch'], input.map(line).join(''));
    assert.deepEqual([code, stderr], [0, '']);
    const figures = { score: -0.5, tokens: 3, ms: 1.23 };
    assert.deepEqual(answers(stdout), [
      { id: 1, output: 'translate(a)', ...figures, iterations: 4 },
      { id: 'two', label: 'good', scores: { good: 0.75, bad: 0.25 } },
      { id: 3, output: 'translate(a)', ...figures, iterations: 2 },
      { id: 4, output: 'fix(c)', ...figures, iterations: 4 },
    ]);
    assert.deepEqual(Object.keys(answers(stdout)[0] ?? {}), [
      'id',
      'output',
      'score',
      'tokens',
      'iterations',
      'ms',
    ]);
  });

  it('passes on all wishes, and fills gaps', async () => {
    const wishes = {
      ...{ lengthFactor: 0.8, maximumCharacters: 40, alternatives: 1, confidence: true },
      glossary: [{ source: 'a', target: 'b', caseSensitive: true }],
      keep: ['c'],
    };
    const gap = { before: 'One ', after: ' here.' };
    const input = [
      { ...translate(1), ...wishes },
      { id: 2, ...gap },
      { id: 3, ...gap, phrase: 'two' },
    ];
    const { stdout } = await bench.run(['batch'], input.map(line).join(''));
    const [rewritten, ...filled] = answers(stdout);
    assert.deepEqual(bench.engines[0]?.rewrites[0], {
      ...{ texts: ['a'], instruction: 'Translate to German' },
      ...wishes,
    });
    assert.equal((rewritten?.['alternatives'] as unknown[]).length, 1);
    assert.ok(rewritten?.['words']);
    assert.deepEqual(filled, [
      { id: 2, wordings: [{ output: 'fill() ', score: -0.5, tokens: 1 }], ms: 1 },
      { id: 3, wordings: [{ output: 'fill(two) ', score: -0.5, tokens: 1 }], ms: 1 },
    ]);
  });

  const bad: readonly [string, string | Buffer, unknown, RegExp][] = [
    ['that is not JSON', 'nonsense', null, /line 2: not JSON/],
    ['that is not an object', '[1]', null, /not a JSON object/],
    [
      'that is not UTF-8',
      Buffer.from('{"id":5,"input":"\xff"}', 'latin1'),
      null,
      /line 2: .*0xff at offset 17/,
    ],
    ['without input', '{"id":5,"instruction":"x"}', 5, /"input"/],
    ['without instruction or labels', '{"id":5,"input":"x"}', 5, /neither/],
    ['with both', '{"id":5,"input":"x","labels":["a","b"],"instruction":"x"}', 5, /both/],
    ['without an id', '{"instruction":"fix it","input":"x"}', null, /"id"/],
    ['with an odd id', '{"id":{},"instruction":"fix it","input":"x"}', null, /"id"/],
    ['with a field that nobody knows', '{"id":5,"instruction":"fix it","input":"x","beam":1}', 5, /"beam"/],
    ['with a wrong type', '{"id":5,"instruction":"fix it","input":"x","iterations":"4"}', 5, /"iterations"/],
    ['with zero passes', '{"id":5,"instruction":"fix it","input":"x","iterations":0}', 5, /"iterations"/],
    [
      'with a negative length',
      '{"id":5,"instruction":"x","input":"x","lengthFactor":-1}',
      5,
      /"lengthFactor"/,
    ],
    [
      'with half a term',
      '{"id":5,"instruction":"x","input":"x","glossary":[{"source":"a"}]}',
      5,
      /"glossary/,
    ],
    ['with one side of a gap', '{"id":5,"before":"x"}', 5, /"after"/],
    ['with one label', '{"id":5,"labels":["a"],"input":"x"}', 5, /two labels/],
    ['with an unknown instruction', '{"id":5,"instruction":"sing","input":"x"}', 5, /"sing".*It can do/],
    ['without text', '{"id":5,"instruction":"fix it","input":" "}', 5, /no text/],
    ['that the engine fails on', '{"id":5,"instruction":"fix it","input":"explode"}', 5, /too much/],
  ];
  for (const [what, text, id, message] of bad) {
    it(`answers a line ${what} with an error, and goes on`, async () => {
      const input = Buffer.concat([Buffer.from(line(translate(1))), Buffer.from(text), Buffer.from('\n')]);
      const { code, stdout, stderr } = await bench.run(
        ['batch'],
        Buffer.concat([input, Buffer.from(line(translate(3)))]),
      );
      const [first, second, third] = answers(stdout);
      assert.equal(first?.['output'], 'translate(a)');
      assert.deepEqual(Object.keys(second ?? {}), ['id', 'error']);
      assert.equal(second?.['id'], id);
      assert.match(String(second?.['error']), message);
      assert.equal(third?.['id'], 3);
      assert.equal(third['output'], 'translate(a)');
      assert.equal(code, 1);
      assert.match(stderr, /1 of 3 lines failed/);
    });
  }

  it('takes a last line without an end, lines ended as on Windows, empty lines, and a byte order mark', async () => {
    const input = `\uFEFF${JSON.stringify(translate(1))}\r\n\n  \n${JSON.stringify(translate(2))}`;
    const { stdout } = await bench.run(['batch'], input);
    assert.deepEqual(
      answers(stdout).map(({ id }) => id),
      [1, 2],
    );
  });

  it('answers nothing to nothing', async () => {
    assert.deepEqual(await bench.run(['batch'], ''), { code: 0, stdout: '', stderr: '' });
  });

  it('answers a slow pipe line by line, cut where it may be', async () => {
    const stdin = new PassThrough();
    const ended = bench.run(['batch'], stdin);
    for (let id = 1; id <= 3; id++) {
      const bytes = Buffer.from(line(translate(id, 'größer')));
      for (const byte of bytes) stdin.write(Buffer.from([byte]));
      while (answers(bench.stdout).length < id) await sleep(5);
      assert.equal(answers(bench.stdout).at(-1)?.['output'], 'translate(größer)');
    }
    stdin.end();
    assert.equal((await ended).code, 0);
  });

  it('uses the defaults of the command line where a line says nothing', async () => {
    const input = line(translate(1)) + line({ ...translate(2), iterations: 2 });
    const { stdout } = await bench.run(['batch', '--iterations', '6'], input);
    assert.deepEqual(
      answers(stdout).map(({ iterations }) => iterations),
      [6, 2],
    );
  });

  it('groups lines that ask for the same when told to, and blames only the line to blame', async () => {
    const lines = ['a', 'b', 'explode', 'd'].map((input, id) => translate(id, input));
    const input = [...lines, { id: 4, instruction: 'fix it', input: 'e' }].map(line).join('');
    const { stdout } = await bench.run(['batch', '--batch-size', '8'], input);
    assert.deepEqual(
      answers(stdout).map(({ id, output, error }) => [id, output ?? error]),
      [
        [0, 'translate(a)'],
        [1, 'translate(b)'],
        [2, 'internal error: that text was too much'],
        [3, 'translate(d)'],
        [4, 'fix(e)'],
      ],
    );
    const sizes = bench.engines[0]?.rewrites.map(({ texts }) => texts.length);
    assert.deepEqual(sizes, [4, 1, 1, 1, 1, 1]);
  });

  it('leaves each line alone with an int8 model, and groups with a float32 one', async () => {
    const input = Array.from({ length: 20 }, (_, id) => line(translate(id))).join('');
    await bench.run(['batch'], input);
    assert.equal(bench.engines[0]?.rewrites.length, 20);
    const variants = [
      { id: 'f', precision: 'float32' as const, devices: ['cpu' as const], graph: 'model.int8.onnx' },
    ];
    const exact = await CliBench.create({ variants });
    try {
      const { stdout } = await exact.run(['batch'], input);
      assert.equal(answers(stdout).length, 20);
      assert.deepEqual(
        exact.engines[0]?.rewrites.map(({ texts }) => texts.length),
        [8, 8, 4],
      );
    } finally {
      exact.close();
    }
  });

  it('ends with 130 when it is interrupted, within a line and between two', async () => {
    for (const first of ['', line({ ...translate(1), iterations: 100_000 })]) {
      const stdin = new PassThrough();
      stdin.write(first);
      const abort = new AbortController();
      const ended = bench.run(['batch'], stdin, abort.signal);
      const begun = (): boolean => {
        const engine = bench.engines.at(-1);
        return engine?.disposed === 0 && (first === '' || engine.rewrites.length > 0);
      };
      while (!begun()) await sleep(5);
      abort.abort(new DOMException('interrupted', 'AbortError'));
      assert.deepEqual(await ended, { code: 130, stdout: '', stderr: '' });
      assert.equal(bench.engines.at(-1)?.disposed, 1);
    }
  });
});
