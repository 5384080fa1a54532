import { strict as assert } from 'node:assert';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientState } from '../../../extension/client/inferenceClient.js';
import { createEndpoint } from '../../../extension/client/endpoint.js';
import type { PassProgress } from '../../../extension/core/protocol/protocol.js';
import { answerTo } from '../inference/server/fakeEngine.js';
import { kill, ProcessHarness, until } from './processHarness.js';

describe('the inference process and its client', () => {
  let harness: ProcessHarness;
  beforeEach(async () => (harness = await ProcessHarness.create()));
  afterEach(() => harness.close());

  it('starts nothing before the first request', async () => {
    const client = harness.client();
    assert.equal(await client.status(), null);
    assert.equal(client.state.phase, 'stopped');
    assert.deepEqual(harness.started(), []);
  });

  it('answers, and says what it runs', async () => {
    const client = harness.client();
    const [answer] = await client.rewrite({ texts: ['a'], instruction: 'i' });
    assert.equal(answer?.output, answerTo('i', 'a'));
    const [label] = await client.classify({ texts: ['a'], labels: ['x', 'y'] });
    assert.equal(label?.label, 'model:x');
    const status = await client.status();
    assert.deepEqual([status?.processId], harness.alive());
    assert.equal(status?.requests, 2);
    assert.equal(status.model?.id, 'model');
    assert.equal(client.state.phase, 'ready');
    assert.equal(client.state.model?.id, 'model');
  });

  it('reports passes in order, and busy states', async () => {
    const client = harness.client();
    const passes: PassProgress[] = [];
    const phases: ClientState['phase'][] = [];
    client.onState(({ phase }) => phases.at(-1) === phase || phases.push(phase));
    await client.rewrite(
      { texts: ['a'], instruction: 'i', iterations: 7 },
      { onPass: (pass) => passes.push(pass) },
    );
    assert.deepEqual(
      passes.map(({ pass, passes: of }) => [pass, of]),
      [1, 2, 3, 4, 5, 6, 7].map((pass) => [pass, 7]),
    );
    assert.deepEqual(phases, ['starting', 'busy', 'loading', 'busy', 'ready']);
  });

  it('ends up as one process when several windows start it together', async () => {
    const clients = Array.from({ length: 5 }, () => harness.client());
    const models = await Promise.all(clients.map((client) => client.load()));
    assert.equal(models.length, 5);
    assert.equal(new Set(clients.map((client) => client.state.processId)).size, 1);
    await until(() => harness.alive().length === 1, 'the losers leave');
  });

  it('serves the other windows when the one that started it closes', async () => {
    const [first, second] = [harness.client(), harness.client()];
    await first.load();
    await second.load();
    const { processId } = second.state;
    await first.dispose();
    const [answer] = await second.rewrite({ texts: ['b'], instruction: 'i', targetLength: 150 });
    assert.equal(answer?.output, answerTo('i', 'b'));
    assert.equal(second.state.processId, processId);
  });

  for (const [what, prepare] of [
    ['a dead process', () => undefined],
    [
      'something else',
      (address: string) => {
        rmSync(address);
        writeFileSync(address, 'not a socket');
      },
    ],
  ] as const) {
    it(`replaces the socket file of ${what}`, async () => {
      const first = harness.client();
      await first.load();
      kill(first.state.processId);
      await until(() => first.state.phase === 'stopped', 'the end is noticed');
      const { address } = createEndpoint(harness.directory, '1.0.0', harness.serverScript);
      assert.ok(statSync(address).isSocket(), 'a stale socket is there');
      prepare(address);
      const clients = [harness.client(), harness.client(), harness.client()];
      await Promise.all(clients.map((client) => client.load()));
      assert.equal(new Set(clients.map((client) => client.state.processId)).size, 1);
      await until(() => harness.alive().length === 1, 'one process stays');
    });
  }

  it('keeps two versions apart', async () => {
    const [old, current] = [harness.client(), harness.client({ version: '1.0.1' })];
    await Promise.all([old.load(), current.load()]);
    assert.notEqual(old.state.processId, current.state.processId);
  });

  it('opens its files to their owner only', async () => {
    const client = harness.client();
    await client.load();
    const { address, secretPath, statePath, logPath } = createEndpoint(
      harness.directory,
      '1.0.0',
      harness.serverScript,
    );
    for (const path of [harness.directory, address, secretPath, statePath, logPath]) {
      assert.equal(statSync(path).mode & 0o077, 0, path);
    }
  });

  it('works where the storage folder has a very long name', async () => {
    const directory = join(harness.directory, 'x'.repeat(120));
    const [first, second] = [harness.client({ directory }), harness.client({ directory })];
    await Promise.all([first.load(), second.load()]);
    assert.equal(first.state.processId, second.state.processId);
  });

  it('loads the model again after it lay idle', async () => {
    const client = harness.client({ idleMinutes: 0.05 / 60 });
    await client.load();
    await until(async () => (await client.status())?.model === null, 'the model is unloaded');
    const [answer] = await client.rewrite({ texts: ['a'], instruction: 'i' });
    assert.equal(answer?.output, answerTo('i', 'a'));
  });

  it('gives each window the model it has chosen', async () => {
    const first = harness.client();
    const second = harness.client({ model: { directory: 'other', device: 'cpu' } });
    const labels = await Promise.all(
      [first, second, first, second].map((client) => client.classify({ texts: ['a'], labels: ['x', 'y'] })),
    );
    assert.deepEqual(
      labels.map(([result]) => result?.label),
      ['model:x', 'other:x', 'model:x', 'other:x'],
    );
    first.useModel({ directory: 'third', device: 'cpu' });
    const [label] = await first.classify({ texts: ['a'], labels: ['x', 'y'] });
    assert.equal(label?.label, 'third:x');
  });

  it('ends the process for all windows on restart, and all go on', async () => {
    const [first, second] = [harness.client(), harness.client()];
    await Promise.all([first.load(), second.load()]);
    const before = first.state.processId;
    const underWay = second.rewrite({ texts: ['a'], instruction: 'i', targetLength: 50 });
    await first.restart();
    const [answer] = await underWay;
    assert.equal(answer?.output, answerTo('i', 'a'));
    await first.load();
    assert.notEqual(first.state.processId, before);
    assert.equal(first.state.processId, second.state.processId);
  });
});
