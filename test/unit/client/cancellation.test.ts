import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerTo } from '../inference/server/fakeEngine.js';
import { ProcessHarness, until } from './processHarness.js';

const aborted = { name: 'AbortError' };

describe('cancellation of requests', () => {
  let harness: ProcessHarness;
  beforeEach(async () => (harness = await ProcessHarness.create()));
  afterEach(() => harness.close());

  it('rejects at once, and frees the process between two passes', async () => {
    const client = harness.client();
    const abort = new AbortController();
    const passes: number[] = [];
    const long = client.rewrite(
      { texts: ['a'], instruction: 'i', iterations: 100_000, targetLength: 5 },
      { signal: abort.signal, onPass: ({ pass }) => passes.push(pass) },
    );
    await until(() => passes.length > 2, 'passes come');
    const waiting = client.rewrite({ texts: ['b'], instruction: 'i' });
    abort.abort();
    const seen = passes.length;
    await assert.rejects(long, aborted);
    assert.equal((await waiting)[0]?.output, answerTo('i', 'b'));
    assert.equal(passes.length, seen, 'no pass is reported after the end');
  });

  it('takes a waiting request out of the queue', async () => {
    const client = harness.client();
    await client.load();
    const running = client.rewrite({ texts: ['a'], instruction: 'i', targetLength: 50 });
    const abort = new AbortController();
    const waiting = client.rewrite({ texts: ['b'], instruction: 'i' }, { signal: abort.signal });
    await sleep(20);
    abort.abort();
    await assert.rejects(waiting, aborted);
    await running;
    assert.equal((await client.status())?.requests, 1);
  });

  it('does not even start for a signal that is aborted already', async () => {
    const client = harness.client();
    await assert.rejects(client.load(undefined, { signal: AbortSignal.abort() }), aborted);
    assert.deepEqual(harness.started(), []);
  });

  it('works while the process is being started, and does not stop others', async () => {
    const client = harness.client();
    const abort = new AbortController();
    const given = client.rewrite({ texts: ['a'], instruction: 'i' }, { signal: abort.signal });
    const kept = client.rewrite({ texts: ['b'], instruction: 'i' });
    abort.abort();
    await assert.rejects(given, aborted);
    assert.equal((await kept)[0]?.output, answerTo('i', 'b'));
  });

  it('ends requests in flight when the window closes, and those that come later', async () => {
    const client = harness.client();
    await client.load();
    const running = client.rewrite({ texts: ['a'], instruction: 'i', targetLength: 1_000 });
    const expected = assert.rejects(running, aborted);
    await sleep(20);
    await client.dispose();
    await expected;
    await assert.rejects(client.load(), aborted);
  });

  it('survives 200 concurrent requests and cancellations, and keeps nothing of them', async () => {
    const client = harness.client({ executableArguments: ['--expose-gc', '--max-semi-space-size=1'] });
    const round = async (): Promise<void> => {
      const text = 'some text '.repeat(500);
      const requests = Array.from({ length: 200 }, async (_, index) => {
        const abort = new AbortController();
        const parameters = { texts: [`${index} ${text}`], instruction: 'i', targetLength: 0, iterations: 1 };
        const answer = client.rewrite(parameters, { signal: abort.signal });
        if (index % 2 === 0) setTimeout(() => abort.abort(), index % 40);
        const [result] = await answer;
        assert.equal(result?.output, answerTo('i', parameters.texts[0] ?? ''));
      });
      const results = await Promise.allSettled(requests);
      for (const result of results) {
        if (result.status === 'rejected') assert.equal((result.reason as Error).name, 'AbortError');
      }
      assert.ok(results.filter(({ status }) => status === 'fulfilled').length >= 100);
      assert.ok(results.some(({ status }) => status === 'rejected'));
    };
    // The allocator takes its time to find its level; from then on a thousand requests must leave nothing.
    const resident: number[] = [];
    const isFlat = (): boolean => {
      const [first = 0, ...rest] = resident.slice(-6);
      return rest.length === 5 && rest.every((bytes) => bytes < first * 1.05);
    };
    while (!isFlat()) {
      assert.ok(resident.length < 30, `resident memory grows: ${resident.join(', ')}`);
      await round();
      resident.push((await client.status())?.residentBytes ?? Infinity);
    }
    assert.equal(client.state.requests, 0);
  });
});
