import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InferenceClient } from '../../../extension/client/inferenceClient.js';
import { ServerMemory } from '../../../extension/inference/server/serverMemory.js';
import { answerTo } from '../inference/server/fakeEngine.js';
import { ProcessHarness, until } from './processHarness.js';

const tireless = { maximum: 1_000, windowMilliseconds: 1, firstDelayMilliseconds: 0 };
const settleMilliseconds = 10_000;

describe('the memory of the inference process', () => {
  let harness: ProcessHarness;
  beforeEach(async () => (harness = await ProcessHarness.create()));
  afterEach(() => harness.close());

  const ask = async (client: InferenceClient, instruction: string): Promise<string | undefined> =>
    (await client.rewrite({ texts: ['a'], instruction }))[0]?.output;

  /** The request ends in time, and says what was wrong. */
  async function fails(client: InferenceClient, instruction: string, message: RegExp): Promise<void> {
    const start = performance.now();
    await assert.rejects(ask(client, instruction), { code: 'processFailed', message });
    assert.ok(performance.now() - start < settleMilliseconds);
  }

  it('is measured against the ceiling', () => {
    assert.equal(new ServerMemory(null, () => Infinity).isExceeded, false);
    assert.equal(new ServerMemory(100, () => 100 * 2 ** 20).isExceeded, false);
    assert.equal(new ServerMemory(100, () => 100 * 2 ** 20 + 1).isExceeded, true);
  });

  it('is given back by an end in order when it is too much, and requests go on in a fresh process', async () => {
    const client = harness.client({ restarts: tireless, memoryMegabytes: 250 });
    for (let request = 0; request < 8; request++) {
      assert.equal(await ask(client, '!leak'), answerTo('!leak', 'a'));
    }
    const started = harness.started().length;
    assert.ok(started > 1 && started < 8, `${started} processes`);
    assert.match(harness.log, /ending: more than 250 MB of memory/);
  });

  it('fails the request that needs too much, says which setting to change, and answers the others', async () => {
    const options = { restarts: tireless, memoryMegabytes: 250 };
    const [greedy, modest] = [harness.client(options), harness.client(options)];
    await Promise.all([greedy.load(), modest.load()]);
    const failing = fails(greedy, '!hoard', /more than 250 MB.*interlinear\.memoryCeilingMegabytes/);
    await sleep(50);
    assert.equal(await ask(modest, 'i'), answerTo('i', 'a'));
    await failing;
  });

  it('is held in check by the watchdog where one call takes it all at once', async () => {
    const client = harness.client({ restarts: tireless, memoryMegabytes: 150 });
    await fails(client, '!gulp', /killed, perhaps because memory ran out|more than 150 MB/);
    assert.equal(await ask(client, 'i'), answerTo('i', 'a'));
  });

  it('runs out: the request fails with a reason', async () => {
    const client = harness.client({
      restarts: tireless,
      executableArguments: ['--max-old-space-size=24', '--max-semi-space-size=1'],
    });
    await fails(client, '!heap', /native code crashed, signal SIGABRT/);
    assert.equal(await ask(client, 'i'), answerTo('i', 'a'));
  });

  it('is not restarted for ever', async () => {
    const restarts = { maximum: 2, windowMilliseconds: 180_000, firstDelayMilliseconds: 10 };
    const client = harness.client({ restarts, memoryMegabytes: 1 });
    const problems: string[] = [];
    // A quick answer may come before the process has looked at its memory.
    for (let request = 0; request < 20 && !/within/.test(problems.at(-1) ?? ''); request++) {
      await ask(client, 'i').catch((error: unknown) => problems.push(String(error)));
    }
    assert.match(problems.at(-1) ?? '', /ended 3 times within 3 minutes/);
    await until(() => harness.alive().length === 0, 'all of them have ended');
    assert.ok(harness.started().length <= 3, `${harness.started().length} processes`);
  });
});
