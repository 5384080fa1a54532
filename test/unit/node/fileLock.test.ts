import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../../extension/node/fileLock.js';

describe('withLock', () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'interlinear-lock-'));
    path = join(directory, 'lock');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Many at once: never two inside, and nothing left behind. */
  async function contend(count: number): Promise<void> {
    let inside = 0;
    let entered = 0;
    const enter = async (): Promise<void> => {
      assert.equal(++inside, 1, 'alone inside');
      entered++;
      await sleep(2);
      inside--;
    };
    await Promise.all(Array.from({ length: count }, () => withLock(path, enter)));
    assert.equal(entered, count);
    assert.deepEqual(readdirSync(directory), []);
  }

  it('lets one in at a time', () => contend(20));

  it('takes over from a process that has died, once', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, `${pid} ${hostname()} dead`);
    await contend(20);
  });

  it('takes over a lock that nobody finished writing', async () => {
    writeFileSync(path, '');
    const past = Date.now() / 1_000 - 60;
    utimesSync(path, past, past);
    await contend(5);
  });

  it('does not take over from the living', async () => {
    const content = `${process.pid} ${hostname()} alive`;
    writeFileSync(path, content);
    await assert.rejects(
      withLock(path, () => assert.fail('not inside'), { timeout: 100 }),
      /held by another process/,
    );
  });

  it('believes another machine as long as its lock is touched', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, `${pid} elsewhere.example here`);
    await assert.rejects(
      withLock(path, () => assert.fail('not inside'), { timeout: 100 }),
      { name: 'LockHeldError' },
    );
    const past = Date.now() / 1_000 - 60;
    utimesSync(path, past, past);
    await contend(5);
  });

  it('stops waiting when told to', async () => {
    writeFileSync(path, `${process.pid} ${hostname()} alive`);
    const waiting = withLock(path, () => assert.fail('not inside'), { signal: AbortSignal.timeout(30) });
    await assert.rejects(waiting, { name: 'TimeoutError' });
  });

  it('opens after a failure, too', async () => {
    await assert.rejects(
      withLock(path, () => Promise.reject(new RangeError('inside'))),
      RangeError,
    );
    await contend(2);
  });
});
