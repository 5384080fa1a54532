import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TranslateBench } from './translateBench.js';

describe('interlinear translate, of folders', () => {
  let bench: TranslateBench;
  beforeEach(() => (bench = new TranslateBench()));
  afterEach(() => bench.close());

  it('translates what is text, copies the rest, and keeps the structure', async () => {
    bench.write(
      'guide/start.md',
      '# Title\n\nSee [the docs](https://x.org/a) and `code`. Good bye.\n\n- One\n- Two\n',
    );
    bench.write('strings.json', '{\n  "key": "a value",\n  "n": 1\n}\n');
    bench.write('logo.png', Uint8Array.of(0, 1, 2, 255));
    const { code, stdout, stderr } = await bench.translate();
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    assert.equal(
      bench.read('guide/start.md'),
      '# TITLE\n\nSEE [THE DOCS](https://x.org/a) AND `code`. GOOD BYE.\n\n- ONE\n- TWO\n',
    );
    assert.equal(bench.read('strings.json'), '{\n  "key": "A VALUE",\n  "n": 1\n}\n');
    assert.deepEqual([...readFileSync(join(bench.out, 'logo.png'))], [0, 1, 2, 255]);
    assert.match(stderr, /guide\/start\.md: written \(5 sentences, 5 new\)/);
    assert.match(stderr, /files: 2 written, 1 copied; 6 sentences done, 0 known before, 0 left/);
    assert.equal(bench.engines[0]?.disposed, 1);
    assert.equal(bench.engines[0].rewrites[0]?.instruction, 'Translate to German.');
  });

  it('leaves other files out with --others skip', async () => {
    bench.write('a.txt', 'One.');
    bench.write('data.bin', Uint8Array.of(0));
    assert.match((await bench.translate('--others', 'skip')).stderr, /1 written, 1 skipped/);
    assert.equal(existsSync(join(bench.out, 'data.bin')), false);
  });

  it('does nothing, and loads no model, where nothing is new', async () => {
    bench.write('a.md', 'One. Two.\n');
    await bench.translate();
    const { code, stderr } = await bench.translate();
    assert.equal(code, 0);
    assert.match(stderr, /0 written, 1 unchanged/);
    assert.equal(bench.engines.length, 1);
  });

  it('works on the changed paragraph alone', async () => {
    const paragraphs = ['The first one.', 'The second one.', 'The third one.'];
    bench.write('a.md', paragraphs.join('\n\n'));
    await bench.translate();
    bench.write('a.md', ['The first one.', 'A new second one.', 'The third one.'].join('\n\n'));
    const { stderr } = await bench.translate();
    assert.deepEqual(bench.engines[1]?.sentences, ['A new second one.']);
    assert.equal(bench.read('a.md'), 'THE FIRST ONE.\n\nA NEW SECOND ONE.\n\nTHE THIRD ONE.');
    assert.match(stderr, /3 sentences, 1 new/);
  });

  it('knows a sentence again in another file', async () => {
    bench.write('a.md', 'The same sentence.\n\nAnother.\n');
    bench.write('b.md', 'The same sentence.\n');
    await bench.translate();
    assert.deepEqual(bench.sentences, ['The same sentence.', 'Another.']);
    assert.equal(bench.read('b.md'), 'THE SAME SENTENCE.\n');
  });

  it('starts anew for another model, target or option', async () => {
    bench.write('a.txt', 'One.');
    await bench.translate();
    bench.modelVersion = '2.0.0';
    await bench.translate();
    await bench.translate('--iterations', '9');
    assert.deepEqual(bench.sentences, ['One.', 'One.', 'One.']);
    assert.equal(bench.engines[2]?.rewrites[0]?.iterations, 9);
  });

  it('never replaces what it did not write, unless it is told to', async () => {
    bench.write('a.txt', 'One.');
    mkdirSync(bench.out);
    writeFileSync(join(bench.out, 'a.txt'), 'precious');
    const { code, stderr } = await bench.translate();
    assert.equal(code, 1);
    assert.match(stderr, /a\.txt: failed: .*was not written by this program; --force/);
    assert.equal(bench.read('a.txt'), 'precious');
    assert.equal((await bench.translate('--force')).code, 0);
    assert.equal(bench.read('a.txt'), 'ONE.');
  });

  it('keeps what was changed by hand', async () => {
    bench.write('a.txt', 'One.');
    await bench.translate();
    writeFileSync(join(bench.out, 'a.txt'), 'EINS.');
    const same = await bench.translate();
    assert.deepEqual([same.code, bench.read('a.txt')], [0, 'EINS.']);
    assert.match(same.stderr, /a\.txt: kept: changed by hand/);
    bench.write('a.txt', 'Two.');
    const changed = await bench.translate();
    assert.deepEqual([changed.code, bench.read('a.txt')], [1, 'EINS.']);
    assert.match(changed.stderr, /changed by hand since it was written; --force/);
  });

  it('writes nothing in a dry run', async () => {
    bench.write('a.txt', 'One. Two.');
    bench.write('b.png', Uint8Array.of(0));
    const { code, stderr } = await bench.translate('--dry-run');
    assert.equal(code, 0);
    assert.match(stderr, /a\.txt: to write \(2 sentences, 2 new\)/);
    assert.match(stderr, /files: 1 to write, 1 to copy; 2 sentences to do/);
    assert.equal(existsSync(bench.out), false);
    assert.deepEqual(bench.engines, []);
  });

  it('says where sentences were left as they were, now and in the next run', async () => {
    bench.prepare = (engine) =>
      (engine.warningFor = (text) => (text.includes('long') ? 'too-long' : undefined));
    bench.write('a.md', 'Short.\n\nA long one.\n');
    const { code, stderr } = await bench.translate();
    assert.equal(code, 0);
    assert.match(stderr, /a\.md:3: left as it was: it is too long for the model/);
    assert.equal(bench.read('a.md'), 'SHORT.\n\nA long one.\n');
    assert.match((await bench.translate()).stderr, /a\.md:3: left as it was/);
  });

  it('keeps byte order marks, line ends and empty files', async () => {
    bench.write('a.txt', '\uFEFFOne.\r\nTwo.\r\n');
    bench.write('empty.md', '');
    bench.write('blank.md', '\n\n');
    assert.equal((await bench.translate()).code, 0);
    assert.equal(bench.read('a.txt'), '\uFEFFONE.\r\nTWO.\r\n');
    assert.equal(bench.read('empty.md'), '');
    assert.equal(bench.read('blank.md'), '\n\n');
  });

  it('refuses other encodings by name, and goes on', async () => {
    bench.write('a.txt', Buffer.from('zw\xf6lf', 'latin1'));
    bench.write('b.txt', 'One.');
    const { code, stderr } = await bench.translate();
    assert.equal(code, 1);
    assert.match(stderr, /a\.txt: failed: a\.txt: not valid UTF-8.*iconv/);
    assert.match(stderr, /1 of 2 files could not be done/);
    assert.equal(existsSync(join(bench.out, 'a.txt')), false);
    assert.equal(bench.read('b.txt'), 'ONE.');
  });

  it('refuses texts that are too large', async () => {
    bench.write('a.txt', Buffer.alloc(17 * 1024 * 1024, 'a'));
    const { code, stderr } = await bench.translate();
    assert.equal(code, 1);
    assert.match(stderr, /a\.txt: failed: too large: 17\.0 MiB/);
  });

  it('honours .gitignore files, --include and --exclude', async () => {
    mkdirSync(join(bench.directory, '.git'));
    writeFileSync(join(bench.directory, '.gitignore'), 'above.md\n');
    bench.write('.gitignore', '*.tmp.md\nbuild/\n');
    bench.write('sub/.gitignore', '!keep.tmp.md\n');
    for (const path of [
      'a.md',
      'above.md',
      'b.tmp.md',
      'build/c.md',
      'sub/keep.tmp.md',
      'sub/d.txt',
      'draft/e.md',
    ]) {
      bench.write(path, 'Text.');
    }
    await bench.translate('--include', '*.md', '--include', '*.txt', '--exclude', '/draft/');
    assert.deepEqual(outputs(), ['a.md', 'sub/d.txt', 'sub/keep.tmp.md']);
    await bench.translate('--no-gitignore', '--include', '*.md');
    assert.ok(outputs().includes('build/c.md'));
  });

  it('follows no link out of the folder, and none to a folder', async () => {
    if (process.platform === 'win32') return; // links need a privilege there
    writeFileSync(join(bench.directory, 'secret.md'), 'Secret.');
    mkdirSync(join(bench.directory, 'elsewhere'));
    bench.write('a.md', 'One.');
    bench.write('sub/b.md', 'Two.');
    symlinkSync('a.md', join(bench.source, 'inside.md'));
    symlinkSync('../secret.md', join(bench.source, 'outside.md'));
    symlinkSync('..', join(bench.source, 'sub', 'loop'));
    symlinkSync('nothing', join(bench.source, 'dangling.md'));
    const { code, stderr } = await bench.translate();
    assert.equal(code, 0);
    assert.deepEqual(outputs(), ['a.md', 'inside.md', 'sub/b.md']);
    assert.match(stderr, /outside\.md: left out: a link that leads out of the folder/);
    assert.match(stderr, /sub\/loop: left out: a link/);
    assert.match(stderr, /dangling\.md: left out: a link to nothing/);
  });

  it('writes through no link in the output folder', async () => {
    if (process.platform === 'win32') return; // links need a privilege there
    bench.write('a.md', 'One.');
    bench.write('sub/b.md', 'Two.');
    const elsewhere = join(bench.directory, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'a.md'), 'precious');
    mkdirSync(bench.out);
    symlinkSync(join(elsewhere, 'a.md'), join(bench.out, 'a.md'));
    symlinkSync(elsewhere, join(bench.out, 'sub'));
    const { code, stderr } = await bench.translate('--force');
    assert.equal(code, 1);
    assert.match(stderr, /2 failed/);
    assert.equal(readFileSync(join(elsewhere, 'a.md'), 'utf8'), 'precious');
    assert.deepEqual(readdirSync(elsewhere), ['a.md']);
  });

  it('leaves its own output out of a source around it', async () => {
    bench.write('a.md', 'One.');
    const commandLine = ['translate', bench.source, '--to', 'de', '--out', join(bench.source, 'de')];
    await bench.run(commandLine);
    const { stderr } = await bench.run(commandLine);
    assert.match(stderr, /0 written, 1 unchanged/);
  });

  it('reports an error of the engine with its file, and goes on', async () => {
    bench.write('a.md', 'One.');
    bench.write('b.md', 'Two.');
    bench.prepare = (engine) => {
      engine.before = () => {
        if (engine.rewrites.length === 1) throw new TypeError('too much');
      };
    };
    const { code, stderr } = await bench.translate();
    assert.equal(code, 1);
    assert.match(stderr, /a\.md: failed: internal error: too much/);
    assert.equal(bench.read('b.md'), 'TWO.');
  });

  /** The files of the output, without the folder's memory. */
  function outputs(): string[] {
    return readdirSync(bench.out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(bench.out.length + 1))
      .filter((path) => !path.startsWith('.interlinear'))
      .map((path) => path.replaceAll('\\', '/'))
      .sort();
  }
});
