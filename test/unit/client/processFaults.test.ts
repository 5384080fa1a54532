import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  errorCodes,
  InterlinearError,
  type RewriteResult,
} from '../../../extension/core/protocol/protocol.js';
import { answerTo } from '../inference/server/fakeEngine.js';
import { kill, ProcessHarness, until } from './processHarness.js';

/** No limit on restarts, no delay: for tests that kill more often than anybody. */
const tireless = { maximum: 1_000, windowMilliseconds: 1, firstDelayMilliseconds: 0 };
const settleMilliseconds = 10_000;

/** Requests must end this way or with an answer. */
function isClear(error: unknown): boolean {
  return error instanceof InterlinearError && error.code === 'processFailed' && error.message.length > 20;
}

describe('faults of the inference process', () => {
  let harness: ProcessHarness;
  beforeEach(async () => (harness = await ProcessHarness.create()));
  afterEach(() => harness.close());

  const rejects = (
    promise: Promise<unknown>,
    code: keyof typeof errorCodes,
    pattern: RegExp,
  ): Promise<void> =>
    assert.rejects(promise, (error: unknown) => {
      assert.ok(error instanceof InterlinearError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, pattern);
      return true;
    });

  it('settles every request when the process is killed at 50 random moments', async function () {
    // On a busy machine fifty processes take their time.
    this.timeout(600_000);
    let seed = 20_260_101;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const client = harness.client({ restarts: tireless });
    const outcomes = { answers: 0, errors: 0 };
    for (let round = 0; round < 50; round++) {
      const requests = [0, 1, 2].map((index) => {
        const text = `${round}.${index}`;
        const request = client.rewrite({ texts: [text], instruction: 'i', targetLength: 15 });
        return request.then(([answer]) => assert.equal(answer?.output, answerTo('i', text)));
      });
      const settled = Promise.allSettled(requests);
      await sleep(random() * 200);
      for (const processId of harness.alive()) kill(processId);
      const results = await Promise.race([settled, sleep(settleMilliseconds, null, { ref: false })]);
      assert.ok(results !== null, `round ${round}: requests hang`);
      for (const result of results) {
        if (result.status === 'fulfilled') outcomes.answers++;
        else if (isClear(result.reason)) outcomes.errors++;
        else throw result.reason;
      }
    }
    assert.equal(outcomes.answers + outcomes.errors, 150);
    assert.ok(outcomes.answers >= 100, `${outcomes.answers} answers: most are tried again with success`);
    assert.ok(harness.started().length > 25, 'processes were killed');
  });

  it('keeps what is finished of a long text when the process is killed, and goes on by itself', async () => {
    const client = harness.client({ restarts: tireless });
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}\n`);
    const parts: string[] = [];
    const request = client.rewrite(
      { texts: [lines.join('')], instruction: 'in parts', targetLength: 100 },
      { onPart: ({ segments }) => void parts.push(...segments.map(({ output }) => output)) },
    );
    const killed: number[] = [];
    for (const count of [3, 6, 9]) {
      await until(() => parts.length >= count, `${count} parts`);
      killed.push(client.state.processId ?? 0);
      kill(client.state.processId);
    }
    const [result] = await request;
    assert.equal(result?.output, parts.join(''));
    assert.deepEqual(
      parts.map((part) => part.replace(/^\d+ /, '')),
      lines,
      'each line was handed out once',
    );
    assert.ok(parts[0]?.startsWith(`${killed[0]} `), 'the first part is that of the first process');
    assert.equal(new Set(parts.map((part) => part.split(' ')[0])).size, 4, 'four processes worked on it');
    assert.equal(result.segments.length, lines.length);
  });

  it('gives another process the time that it needs', async () => {
    const client = harness.client({ restarts: tireless, hangSeconds: 30 });
    const request = client.rewrite({ texts: ['a'], instruction: 'i', iterations: 1, targetLength: 6_000 });
    await until(() => client.state.processId !== null && client.state.phase === 'busy', 'it works');
    await sleep(5_200);
    kill(client.state.processId);
    assert.equal((await request)[0]?.output, answerTo('i', 'a'));
  });

  it('ends a process whose pass hangs, fails that request, and answers those that waited', async () => {
    const options = { hangSeconds: 1 };
    const [first, second] = [harness.client(options), harness.client(options)];
    await Promise.all([first.load(), second.load()]);
    const hung = first.state.processId;
    for (const instruction of ['!block', '!never']) {
      const failing = rejects(first.rewrite({ texts: ['a'], instruction }), 'processHung', /1 seconds/);
      await until(async () => (await Promise.race([first.status(), sleep(50)])) !== null, 'it runs');
      const waiting = second.rewrite({ texts: ['b'], instruction: 'i' });
      await failing;
      assert.equal((await waiting)[0]?.output, answerTo('i', 'b'));
    }
    assert.ok(hung !== null && !harness.alive().includes(hung), 'the hung process is gone');
  });

  it('ends a process that accepts connections and does not answer', async () => {
    const first = harness.client();
    await first.load();
    const hung = first.state.processId;
    void first.rewrite({ texts: ['a'], instruction: '!block' }).catch(() => undefined);
    await until(async () => (await Promise.race([first.status(), sleep(100, 'hangs')])) === 'hangs', 'hangs');
    await first.dispose();
    const second = harness.client({ hangSeconds: 1 });
    const [answer] = await second.rewrite({ texts: ['b'], instruction: 'i' });
    assert.equal(answer?.output, answerTo('i', 'b'));
    assert.ok(hung !== null && !harness.alive().includes(hung), 'the hung process is gone');
  });

  it('ends by itself when it hangs and nobody is left to end it', async () => {
    const client = harness.client({ loadSeconds: 1, hangSeconds: 1 });
    await client.load();
    const hung = client.state.processId;
    void client.rewrite({ texts: ['a'], instruction: '!block' }).catch(() => undefined);
    await until(
      async () => (await Promise.race([client.status(), sleep(100, 'hangs')])) === 'hangs',
      'hangs',
    );
    await client.dispose();
    await until(() => hung !== null && !harness.alive().includes(hung), 'the process ends');
  });

  it('does not take a long load for a hang', async () => {
    const model = { directory: 'slow', device: 'cpu' } as const;
    const client = harness.client({ hangSeconds: 1, model });
    assert.equal((await client.load()).id, 'slow');
    assert.equal(harness.started().length, 1);
  });

  it('ends a load that never ends', async () => {
    const model = { directory: 'blocking', device: 'cpu' } as const;
    const client = harness.client({ hangSeconds: 1, loadSeconds: 1, model });
    await rejects(client.load(), 'processHung', /1 seconds/);
  });

  it('stops restarting after too many ends, says so, and obeys a restart by hand', async () => {
    const restarts = { maximum: 2, windowMilliseconds: 180_000, firstDelayMilliseconds: 10 };
    const client = harness.client({ restarts });
    const crash = (): Promise<RewriteResult[]> => client.rewrite({ texts: ['a'], instruction: '!exit' });
    await rejects(crash(), 'processFailed', /twice \(exit code 9\)/);
    await rejects(crash(), 'processFailed', /3 times within 3 minutes/);
    const started = harness.started().length;
    assert.equal(started, 3, 'one start and two restarts');
    await rejects(client.rewrite({ texts: ['a'], instruction: 'i' }), 'processFailed', /3 times/);
    assert.equal(client.state.phase, 'failed');
    assert.match(client.state.error ?? '', /3 times/);
    assert.equal(harness.started().length, started, 'nothing is started any more');
    await client.restart();
    const [answer] = await client.rewrite({ texts: ['a'], instruction: 'i' });
    assert.equal(answer?.output, answerTo('i', 'a'));
  });

  it('explains an allocation of 2 GiB, which kills Electron as Node', async () => {
    const client = harness.client({ restarts: tireless });
    await rejects(client.rewrite({ texts: ['a'], instruction: '!trap' }), 'processFailed', /2 GiB/);
  });

  it('says why the process cannot be started', async () => {
    const missing = harness.client({
      serverScript: join(harness.directory, 'nothing.js'),
      restarts: tireless,
    });
    await rejects(missing.load(), 'processFailed', /could not be started \(exit code 1\)/);
    const noRuntime = harness.client({ executable: join(harness.directory, 'nothing') });
    await rejects(noRuntime.load(), 'processFailed', /ENOENT/);
    assert.equal(noRuntime.state.phase, 'failed');
    const noFolder = harness.client({ directory: join(harness.serverScript, 'folder') });
    await rejects(noFolder.load(), 'processFailed', /ENOTDIR/);
  });

  it('passes on errors of engine and model with their codes, and keeps text out of the log', async () => {
    const client = harness.client();
    const secret = 'Käse-Geheimnis';
    const ask = (instruction: string): Promise<RewriteResult[]> =>
      client.rewrite({ texts: [secret], instruction });
    await rejects(ask('!unknown'), 'unknownInstruction', /cannot do that/);
    await assert.rejects(ask('!throw'), /something about/);
    await rejects(ask('!uncaught'), 'processFailed', /exit code 70/);
    client.useModel({ directory: 'missing', device: 'cpu' });
    await rejects(client.load(), 'modelNotFound', /no such model/);
    client.useModel({ directory: 'model', device: 'cpu' });
    assert.equal((await client.load()).id, 'model', 'a failed load does no harm');
    assert.match(harness.log, /uncaughtException: TypeError/);
    assert.match(harness.log, /text\/rewrite: TypeError/);
    assert.ok(!harness.log.includes('Geheimnis'));
  });
});
