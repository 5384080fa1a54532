import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TranslateBench } from './translateBench.js';

describe('interlinear translate, from the command line', () => {
  let bench: TranslateBench;
  beforeEach(() => (bench = new TranslateBench()));
  afterEach(() => bench.close());

  it('translates a single file', async () => {
    bench.write('a.md', 'One.');
    bench.write('b.md', 'Two.');
    const file = join(bench.source, 'a.md');
    const { code } = await bench.run(['translate', file, '--to', 'de', '--out', bench.out]);
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(bench.out).sort(), ['.interlinear', 'a.md']);
  });

  it('writes one JSON object about everything', async () => {
    bench.write('a.md', 'One.');
    const { stdout } = await bench.translate('--json');
    const { files, sentences, reports } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(sentences, { fresh: 1, known: 0, left: 0 });
    assert.equal((files as Record<string, number>)['written'], 1);
    assert.deepEqual(reports, [
      { path: 'a.md', outcome: 'written', sentences: { fresh: 1, known: 0 }, left: [] },
    ]);
  });

  for (const [what, options, message] of [
    ['an unknown language', ['--to', 'Klingon', '--out', 'x'], /"Klingon"; it knows: en \(English\), de/],
    ['no target', ['--out', 'x'], /--to/],
    ['no output', ['--to', 'de'], /--out/],
  ] as const) {
    it(`calls ${what} a usage error`, async () => {
      bench.write('a.md', 'One.');
      const { code, stderr } = await bench.run(['translate', bench.source, ...options]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it('takes the name of a language in any language', async () => {
    bench.write('a.md', 'One.');
    const { code } = await bench.run(['translate', bench.source, '--to', 'Deutsch', '--out', bench.out]);
    assert.equal(code, 0);
    assert.equal(bench.engines[0]?.rewrites[0]?.instruction, 'Translate to German.');
  });

  it('refuses to write a folder over itself, and a missing source', async () => {
    bench.write('a.md', 'One.');
    assert.equal((await bench.run(['translate', bench.source, '--to', 'de', '--out', bench.source])).code, 2);
    rmSync(bench.source, { recursive: true });
    const { code, stderr } = await bench.translate();
    assert.deepEqual([code, /docs: No such file or directory/.test(stderr)], [1, true]);
    assert.equal(existsSync(bench.out), false);
  });

  it('rewrites a folder by an instruction, but not by a question', async () => {
    bench.write('a.md', 'One.');
    const rewrite = (instruction: string, ...options: string[]) =>
      bench.run(['rewrite', bench.source, '--instruction', instruction, '--out', bench.out, ...options]);
    assert.equal((await rewrite('fix grammar')).code, 0);
    assert.equal(bench.read('a.md'), 'ONE.');
    assert.equal(bench.engines[0]?.rewrites[0]?.instruction, 'Fix.');
    assert.equal((await rewrite('what is the mood')).code, 2);
    assert.equal((await rewrite('Sing a song')).code, 2);
    assert.equal((await rewrite('Sing a song', '--insist')).code, 0);
    assert.equal(bench.engines.at(-1)?.rewrites[0]?.allowUnknownInstruction, true);
  });

  it('says what to use for standard input, and where no folder can be made', async () => {
    const piped = await bench.run(['translate', '-', '--to', 'de', '--out', bench.out]);
    assert.equal(piped.code, 2);
    assert.match(piped.stderr, /use run for standard input/);
    bench.write('a.md', 'One.');
    const inFile = await bench.run([
      ...['translate', bench.source, '--to', 'de', '--out', join(bench.source, 'a.md')],
    ]);
    assert.equal(inFile.code, 1);
    assert.match(inFile.stderr, /a\.md: File already exists/);
    if (process.platform !== 'linux') return;
    // This file system makes no folders, and says that there is no such one.
    const impossible = await bench.run(['translate', bench.source, '--to', 'de', '--out', '/proc/none/here']);
    assert.equal(impossible.code, 1);
    assert.match(impossible.stderr, /\/proc\/none.*: No such file or directory/);
  });

  it('goes on where it was interrupted', async () => {
    bench.write('a.md', Array.from({ length: 100 }, (_, index) => `Sentence number ${index}.`).join('\n\n'));
    const controller = new AbortController();
    bench.prepare = (engine) => {
      engine.before = () => {
        if (engine.rewrites.length === 3) controller.abort(new DOMException('stop', 'AbortError'));
      };
    };
    const commandLine = ['translate', bench.source, '--to', 'de', '--out', bench.out];
    assert.equal((await bench.run(commandLine, controller.signal)).code, 130);
    const before = bench.sentences.length;
    assert.ok(before > 0 && before < 100);
    assert.equal(existsSync(join(bench.out, 'a.md')), false, 'no half of a file');
    bench.prepare = () => undefined;
    assert.equal((await bench.run(commandLine)).code, 0);
    assert.equal(bench.sentences.length, 100);
    assert.match(bench.read('a.md'), /^SENTENCE NUMBER 0\.\n\n[^]*SENTENCE NUMBER 99\.$/);
  });

  it('understands what a killed run has left', async () => {
    bench.write('a.md', 'One.');
    bench.write('b.md', 'Two.');
    await bench.translate();
    const state = join(bench.out, '.interlinear');
    // Killed between the record and the file, while writing a line, and without giving the lock back.
    bench.write('a.md', 'Three.');
    const records = join(state, 'files.jsonl');
    writeFileSync(
      records,
      `${readFileSync(records, 'utf8')}{"path":"a.md","source":"x","scope":"y","output":"z"}\n{"pa`,
    );
    writeFileSync(join(state, 'lock'), '999999999');
    writeFileSync(join(state, 'x.part'), 'half');
    const { code, stderr } = await bench.translate();
    assert.equal(code, 0, stderr);
    assert.equal(bench.read('a.md'), 'THREE.');
    assert.match(stderr, /1 written, 1 unchanged/);
    assert.deepEqual(readdirSync(state).sort(), ['answers.jsonl', 'files.jsonl']);
  });

  it('lets one run at a time into a folder', async () => {
    bench.write('a.md', 'One.');
    await bench.translate();
    writeFileSync(join(bench.out, '.interlinear', 'lock'), String(process.ppid));
    const { code, stderr } = await bench.translate();
    assert.equal(code, 1);
    assert.match(stderr, /another run is writing/);
  });
});
