import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo } from '../inference/server/fakeEngine.js';
import { ProcessHarness } from './processHarness.js';

/** Longest time, in milliseconds, until a request ends in an answer or an error. */
const mostMilliseconds = 10_000;

describe('the inference process on a full disk', () => {
  let harness: ProcessHarness;
  let disk: string;

  beforeEach(async () => {
    harness = await ProcessHarness.create();
    // Not in the folder of the harness, which removes that before anything can be unmounted.
    disk = mkdtempSync(join(tmpdir(), 'interlinear-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      // Without the right to mount: a disk that refuses in another way. A folder that is no folder cannot be written into.
      rmSync(disk, { recursive: true });
      writeFileSync(disk, '');
    }
  });

  afterEach(async () => {
    await harness.close();
    try {
      execFileSync('umount', [disk], { stdio: 'ignore' });
    } catch {
      // It was not mounted.
    }
    rmSync(disk, { recursive: true, force: true });
  });

  it('ends the request with the reason in time, and works again once there is room', async () => {
    const ballast = join(disk, 'ballast');
    const isMounted = fill(ballast);
    const client = harness.client({ directory: join(disk, 'process') });
    const ask = () => client.rewrite({ texts: ['a'], instruction: 'i' });
    const started = performance.now();
    await assert.rejects(ask(), {
      code: 'processFailed',
      message: isMounted ? /ENOSPC|no space/i : /ENOTDIR/,
    });
    assert.ok(performance.now() - started < mostMilliseconds);
    rmSync(isMounted ? ballast : disk);
    await client.restart();
    const [answer] = await ask();
    assert.equal(answer?.output, answerTo('i', 'a'));
  });

  it('does not stop a process that runs already', async () => {
    const ballast = join(disk, 'ballast');
    const directory = join(disk, 'process');
    const client = harness.client(isFolder(disk) ? { directory } : {});
    await client.load();
    fill(ballast);
    const [answer] = await client.rewrite({ texts: ['a'], instruction: 'i' });
    assert.equal(answer?.output, answerTo('i', 'a'));
    rmSync(ballast, { force: true });
  });
});

/** Writes until the disk is full. @returns false where there is no such disk */
function fill(file: string): boolean {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(1024), { flag: 'a' });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOSPC';
  }
}

function isFolder(path: string): boolean {
  try {
    mkdirSync(join(path, 'try'));
    return true;
  } catch {
    return false;
  }
}
