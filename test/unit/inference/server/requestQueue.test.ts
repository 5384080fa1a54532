import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerLog } from '../../../../extension/inference/server/serverLog.js';
import { ModelHost } from '../../../../extension/inference/server/serverModel.js';
import { RequestQueue, type QueueLane } from '../../../../extension/inference/server/serverQueue.js';
import { FakeEngine } from './fakeEngine.js';

/** A queue whose tasks end when the test says so; `order` is the order in which they begin and load. */
class Bench {
  public readonly order: string[] = [];
  public readonly queue: RequestQueue;
  readonly #finish = new Map<string, () => void>();

  public constructor() {
    const models = new ModelHost(
      (parameters) => {
        this.order.push(`load ${parameters.directory}`);
        return Promise.resolve(new FakeEngine(parameters));
      },
      new ServerLog(() => undefined),
    );
    this.queue = new RequestQueue(models, () => undefined);
  }

  public add(
    name: string,
    options: { owner?: object; lane?: QueueLane; model?: string; signal?: AbortSignal } = {},
  ): Promise<string> {
    return this.queue.add({
      owner: options.owner ?? this,
      lane: options.lane ?? 'rewrite',
      model: { directory: options.model ?? 'm', device: 'cpu' },
      token: name,
      signal: options.signal ?? new AbortController().signal,
      run: async () => {
        this.order.push(name);
        await new Promise<void>((resolve) => this.#finish.set(name, resolve));
        return name;
      },
    });
  }

  public async finish(name: string): Promise<void> {
    await sleep(1);
    const finish = this.#finish.get(name);
    assert.ok(finish, `${name} has begun; so far: ${this.order.join(', ')}`);
    finish();
    await sleep(1);
  }
}

describe('RequestQueue', () => {
  it('runs one rewrite at a time, in the order of arrival', async () => {
    const bench = new Bench();
    const all = Promise.all(['a', 'b', 'c'].map((name) => bench.add(name)));
    await sleep(1);
    assert.deepEqual(bench.order, ['load m', 'a']);
    assert.deepEqual(bench.queue.activity, { kind: 'rewriting', running: ['a'] });
    for (const name of ['a', 'b', 'c']) await bench.finish(name);
    assert.deepEqual(await all, ['a', 'b', 'c']);
    assert.deepEqual(bench.order, ['load m', 'a', 'b', 'c']);
    assert.equal(bench.queue.size, 0);
    assert.deepEqual(bench.queue.activity, { kind: 'idle', running: [] });
  });

  it('lets windows take turns', async () => {
    const bench = new Bench();
    const [one, two, three] = [{}, {}, {}];
    const adds = [
      ...['1a', '1b', '1c'].map((name) => bench.add(name, { owner: one })),
      ...['2a', '2b'].map((name) => bench.add(name, { owner: two })),
      ...['3a', '3b'].map((name) => bench.add(name, { owner: three })),
    ];
    const expected = ['1a', '2a', '3a', '1b', '2b', '3b', '1c'];
    for (const name of expected) await bench.finish(name);
    await Promise.all(adds);
    assert.deepEqual(bench.order, ['load m', ...expected]);
  });

  it('classifies beside a rewrite', async () => {
    const bench = new Bench();
    const adds = [bench.add('long'), bench.add('hover', { lane: 'classify' }), bench.add('later')];
    await bench.finish('hover');
    assert.deepEqual(bench.queue.activity, { kind: 'rewriting', running: ['long'] });
    await bench.finish('long');
    await bench.finish('later');
    await Promise.all(adds);
  });

  it('changes the model only when nothing runs, and lets nobody overtake the change', async () => {
    const bench = new Bench();
    const [one, two] = [{}, {}];
    const adds = [
      bench.add('a', { owner: one }),
      bench.add('other', { owner: two, model: 'n', lane: 'classify' }),
      bench.add('b', { owner: one }),
    ];
    await sleep(1);
    assert.deepEqual(bench.order, ['load m', 'a']);
    await bench.finish('a');
    assert.deepEqual(bench.order, ['load m', 'a', 'load n', 'other']);
    await bench.finish('other');
    await bench.finish('b');
    await Promise.all(adds);
    assert.deepEqual(bench.order, ['load m', 'a', 'load n', 'other', 'load m', 'b']);
  });

  it('forgets what was cancelled while it waited', async () => {
    const bench = new Bench();
    const abort = new AbortController();
    const first = bench.add('a');
    const cancelled = bench.add('b', { signal: abort.signal });
    abort.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    await assert.rejects(bench.add('c', { signal: abort.signal }), { name: 'AbortError' });
    await bench.finish('a');
    await first;
    assert.deepEqual(bench.order, ['load m', 'a']);
    assert.equal(bench.queue.size, 0);
  });

  it('goes on after a model that cannot be loaded', async () => {
    const models = new ModelHost(
      (parameters) =>
        parameters.directory === 'bad'
          ? Promise.reject(new Error('no'))
          : Promise.resolve(new FakeEngine(parameters)),
      new ServerLog(() => undefined),
    );
    const queue = new RequestQueue(models, () => undefined);
    const add = (directory: string): Promise<string> =>
      queue.add({
        owner: queue,
        lane: 'load',
        model: { directory, device: 'cpu' },
        token: directory,
        signal: new AbortController().signal,
        run: (engine) => Promise.resolve(engine.info().id),
      });
    const [bad, good] = await Promise.allSettled([add('bad'), add('good')]);
    assert.equal(bad.status, 'rejected');
    assert.deepEqual(good, { status: 'fulfilled', value: 'good' });
    assert.equal(models.model?.id, 'good');
  });
});
