import { strict as assert } from 'node:assert';
import { dirname, win32 } from 'node:path';
import { english } from '../../../extension/client/clientTypes.js';
import { createEndpoint } from '../../../extension/client/endpoint.js';
import { explainExit } from '../../../extension/client/exitReason.js';
import { HangWatch } from '../../../extension/client/hangWatch.js';
import { defaultRestartLimits, RestartPolicy } from '../../../extension/client/restartPolicy.js';
import { abortable } from '../../../extension/client/abortable.js';

describe('RestartPolicy', () => {
  it('starts again at once, waits longer after each further end, and gives up after four restarts in three minutes', () => {
    const policy = new RestartPolicy(defaultRestartLimits);
    const delays = [0, 1, 2, 3, 4, 5].map((second) => {
      const delay = policy.delay(second * 1_000);
      policy.recordEnd(second * 1_000);
      return delay;
    });
    assert.deepEqual(delays, [0, 0, 250, 500, 1_000, null]);
    assert.equal(policy.delay(170_000), null);
  });

  it('forgets ends that are long ago, and all of them when asked to', () => {
    const policy = new RestartPolicy(defaultRestartLimits);
    for (const second of [0, 1, 2, 3, 4]) policy.recordEnd(second * 1_000);
    assert.equal(policy.delay(181_500), 500, 'three ends are left');
    for (const time of [181_600, 181_700]) policy.recordEnd(time);
    assert.equal(policy.delay(181_800), null);
    policy.clear();
    assert.equal(policy.delay(182_700), 0);
  });
});

describe('HangWatch', () => {
  const limits = { hangSeconds: 8, loadSeconds: 120 };
  const ticksUntilHung = (watch: HangWatch): number => {
    for (let tick = 1; tick <= 1_000; tick++) if (watch.tick(true) !== null) return tick;
    return Infinity;
  };

  it('counts silence only while somebody waits', () => {
    const watch = new HangWatch(limits);
    for (let tick = 0; tick < 100; tick++) assert.equal(watch.tick(false), null);
    assert.equal(ticksUntilHung(watch), 16);
  });

  it('begins anew with every sign of life', () => {
    const watch = new HangWatch(limits);
    for (let tick = 0; tick < 100; tick++) {
      assert.equal(watch.tick(true), null);
      if (tick % 10 === 0) watch.heard();
    }
  });

  it('has more patience with a load', () => {
    const watch = new HangWatch(limits);
    watch.setActivity({ kind: 'loading', running: [], stalledSeconds: 0 });
    assert.equal(ticksUntilHung(watch), 240);
  });

  it('sees a pass that does not end although the process lives', () => {
    const watch = new HangWatch(limits);
    watch.setActivity({ kind: 'rewriting', running: ['a'], stalledSeconds: 7 });
    assert.equal(watch.tick(true), null);
    assert.ok(watch.isRunning('a') && !watch.isRunning('b'));
    watch.setActivity({ kind: 'rewriting', running: ['a'], stalledSeconds: 8 });
    assert.equal(watch.tick(true), 8);
  });

  it('knows that classifications report no passes', () => {
    const watch = new HangWatch(limits);
    watch.setActivity({ kind: 'classifying', running: ['a'], stalledSeconds: 20 });
    assert.equal(watch.tick(true), null);
    watch.setActivity({ kind: 'classifying', running: ['a'], stalledSeconds: 32 });
    assert.equal(watch.tick(true), 32);
  });

  it('suspects a hang when another window has ended the process', () => {
    const watch = new HangWatch(limits);
    for (let tick = 0; tick < 7; tick++) watch.tick(true);
    assert.equal(watch.suspicion(), null);
    watch.tick(true);
    assert.equal(watch.suspicion(), 8);
  });
});

describe('explainExit', () => {
  const explain = (code: number | null, signal: NodeJS.Signals | null): string =>
    explainExit({ code, signal }, english);

  it('tells the causes apart, on every system', () => {
    assert.match(explain(null, 'SIGTRAP'), /2 GiB/);
    assert.match(explain(0x80000003, null), /2 GiB/);
    assert.match(explain(-2147483645, null), /2 GiB/);
    assert.match(explain(null, 'SIGKILL'), /memory/);
    assert.match(explain(0xc0000005, null), /SIGSEGV/);
    assert.match(explain(null, 'SIGILL'), /processor/);
    assert.equal(explain(null, 'SIGHUP'), 'signal SIGHUP');
    assert.match(explain(28, null), /disk/);
    assert.equal(explain(7, null), 'exit code 7');
    assert.equal(explainExit(null, english), 'the connection was lost');
  });
});

describe('createEndpoint', () => {
  it('differs by folder, version and build, and by nothing else', () => {
    const address = (directory: string, version: string, script: string): string =>
      createEndpoint(directory, version, script).address;
    assert.equal(address('/a', '1', '/s'), address('/a', '1', '/s'));
    const addresses = [
      address('/a', '1', '/s'),
      address('/b', '1', '/s'),
      address('/a', '2', '/s'),
      address('/a', '1', '/t'),
      address('/a', '1/../x', '/s'),
    ];
    assert.equal(new Set(addresses).size, 5);
    assert.ok(
      addresses.every((path) => ['/a', '/b'].includes(dirname(path))),
      addresses.join(),
    );
  });

  it('never exceeds what a socket address can hold', () => {
    const lengths = [10, 50, 60, 70, 80, 90, 100, 200].map((length) =>
      Buffer.byteLength(createEndpoint(`/${'ä'.repeat(length)}`, '10.20.30-preview', '/s', 'darwin').address),
    );
    assert.ok(
      lengths.every((bytes) => bytes <= 103),
      lengths.join(),
    );
  });
});

describe('createEndpoint, on Windows', () => {
  const folders = [
    String.raw`C:\Users\Ann Müller\AppData\Roaming\Code\User\globalStorage\interlinear.interlinear\process`,
    String.raw`C:\Users\王 小明\AppData\Roaming\Code\User\globalStorage\interlinear.interlinear\process`,
    String.raw`\\server\profiles$\ann\Code\process`,
    String.raw`D:\${'a'.repeat(250)}\process`,
  ];
  const endpoints = folders.map((folder) => createEndpoint(folder, '1.2.3-pre/x', 'C:\\x\\s.js', 'win32'));

  it('is a pipe of its own for each user, by a name that Windows takes', () => {
    for (const { address, socketDirectory } of endpoints) {
      assert.match(address, /^\\\\\.\\pipe\\[\w.-]+$/);
      assert.ok(address.length <= 256, address);
      assert.equal(socketDirectory, null, 'nothing on disk stands for a pipe');
    }
    assert.equal(new Set(endpoints.map(({ address }) => address)).size, folders.length);
  });

  it('keeps its files in the storage folder, whatever its name', () => {
    for (const [index, endpoint] of endpoints.entries()) {
      for (const file of [endpoint.lockPath, endpoint.statePath, endpoint.secretPath, endpoint.logPath]) {
        assert.equal(win32.dirname(file), folders[index]);
        assert.doesNotMatch(win32.basename(file), /[<>:"/\\|?*]/);
      }
    }
  });
});

describe('abortable', () => {
  it('rejects at once with the reason, and swallows what comes later', async () => {
    const abort = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const promise = abortable(new Promise<void>((_, reject) => (fail = reject)), abort.signal);
    abort.abort(new RangeError('enough'));
    await assert.rejects(promise, RangeError);
    fail(new Error('nobody reads this'));
    await assert.rejects(abortable(Promise.resolve(1), abort.signal), RangeError);
    assert.equal(await abortable(Promise.resolve(1), new AbortController().signal), 1);
  });
});
