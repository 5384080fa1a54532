import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { TranslateBench } from './translateBench.js';

describe('Translation of folders, with a folder from elsewhere as its output', () => {
  let bench: TranslateBench;
  let victim: string;
  beforeEach(() => {
    bench = new TranslateBench();
    bench.write('a.md', 'Some text.');
    victim = join(bench.directory, 'victim');
    writeFileSync(victim, 'precious\n');
    mkdirSync(join(bench.out, '.interlinear'), { recursive: true });
  });
  afterEach(() => bench.close());

  const state = (name: string): string => join(bench.out, '.interlinear', name);
  const placements: Record<string, (path: string) => void> = {
    'a link': (path) => symlinkSync(victim, path),
    'a second name': (path) => linkSync(victim, path),
    'a link to what is not there yet': (path) => symlinkSync(`${victim}-new`, path),
    'a pipe': (path) => execFileSync('mkfifo', [path]),
    'a device': (path) => symlinkSync('/dev/zero', path),
  };

  for (const [what, place] of Object.entries(placements)) {
    for (const name of ['files.jsonl', 'answers.jsonl']) {
      it(`writes and reads nothing through ${what} named ${name}`, async () => {
        if (process.platform === 'win32') return; // links need a privilege there
        place(state(name));
        const { code, stderr } = await bench.translate();
        assert.notEqual(code, 0);
        assert.match(stderr, /is not an ordinary file of this program/);
        assert.equal(readFileSync(victim, 'utf8'), 'precious\n');
        assert.throws(() => statSync(`${victim}-new`));
        // Another run is kept out no longer.
        rmSync(state(name));
        assert.equal((await bench.translate()).code, 0);
        assert.equal(bench.read('a.md'), 'SOME TEXT.');
      });
    }
  }

  it('takes a link named lock for the lock of a run that is no more, and leaves its target alone', async () => {
    if (process.platform === 'win32') return;
    symlinkSync(victim, state('lock'));
    assert.equal((await bench.translate()).code, 0);
    assert.equal(readFileSync(victim, 'utf8'), 'precious\n');
  });

  it('refuses a state folder that is a link, in a dry run too', async () => {
    if (process.platform === 'win32') return;
    rmSync(join(bench.out, '.interlinear'), { recursive: true });
    const elsewhere = join(bench.directory, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(bench.out, '.interlinear'));
    for (const parameters of [[], ['--dry-run']]) {
      const { code, stderr } = await bench.translate(...parameters);
      assert.notEqual(code, 0);
      assert.match(stderr, /in the way/);
    }
  });

  it('keeps the permissions of the source', async () => {
    if (process.platform === 'win32') return;
    chmodSync(join(bench.source, 'a.md'), 0o750);
    assert.equal((await bench.translate()).code, 0);
    assert.equal(statSync(join(bench.out, 'a.md')).mode & 0o777, 0o750);
  });
});
