import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { InferenceClient } from '../../extension/client/inferenceClient.js';
import {
  InterlinearError,
  type ClassifyParameters,
  type PassProgress,
  type RewriteParameters,
} from '../../extension/core/protocol/protocol.js';
import { createEngine } from '../../extension/inference/createEngine.js';
import type { Engine } from '../../extension/inference/engine.js';
import { isAlive, until } from '../unit/client/processHarness.js';
import { repositoryRoot } from './python.js';

const model = { directory: join(repositoryRoot, 'models', 'bundled'), device: 'cpu' } as const;

const rewrites: readonly RewriteParameters[] = [
  { texts: ['Good morning! How are you?\n'], instruction: 'Translate to German' },
  {
    texts: ['He go home.', 'She have a cat and a dog.'],
    instruction: 'Fix grammar and spelling',
    iterations: 10,
  },
  { texts: ['See `code` at https://example.org.'], instruction: 'Translate to French', format: 'markdown' },
  { texts: ['你好。今天天气很好。'], instruction: 'Translate to English', lengthBeam: 1 },
];
const question: ClassifyParameters = { texts: ['I love this.'], labels: ['positive', 'neutral', 'negative'] };
const long: RewriteParameters = {
  texts: [
    Array.from({ length: 40 }, (_, index) => `This is sentence number ${index} of the report.`).join(' '),
  ],
  instruction: 'Translate to German',
  // A draft would need no passes.
  draft: 'none',
  iterations: 10,
};

/** What must not depend on where the engine runs: everything but the time. */
function timeless(results: readonly { readonly milliseconds: number }[]): unknown[] {
  return results.map(({ milliseconds: _milliseconds, ...rest }) => rest);
}

describe('the engine in the inference process', function () {
  this.timeout(300_000);
  const clients: InferenceClient[] = [];
  const started = new Set<number>();
  let directory: string;
  let engine: Engine;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'interlinear-process-'));
    await build({
      entryPoints: [join(repositoryRoot, 'extension', 'inference', 'server', 'main.ts')],
      outfile: join(directory, 'inference.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['onnxruntime-node'],
      logLevel: 'warning',
    });
    engine = await createEngine(model);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.dispose()));
    await until(() => ![...started].some(isAlive), 'no process outlives its clients');
  });
  after(async () => {
    await engine.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  function open(): InferenceClient {
    const client = new InferenceClient({
      directory: join(directory, 'storage'),
      serverScript: join(directory, 'inference.js'),
      version: '1',
      model,
      graceSeconds: 0.2,
      restarts: { maximum: 100, windowMilliseconds: 1_000, firstDelayMilliseconds: 0 },
      environment: { NODE_PATH: join(repositoryRoot, 'node_modules') },
    });
    client.onState(({ processId }) => processId !== null && started.add(processId));
    clients.push(client);
    return client;
  }

  it('answers as it does without a process, to several windows at once', async () => {
    const windows = [open(), open(), open()];
    const answers = await Promise.all(
      windows.map((client) =>
        Promise.all([client.classify(question), ...rewrites.map((parameters) => client.rewrite(parameters))]),
      ),
    );
    const expected = [timeless(await engine.classify(question))];
    for (const parameters of rewrites) expected.push(timeless(await engine.rewrite(parameters)));
    for (const answer of answers) assert.deepEqual(answer.map(timeless), expected);
    assert.equal(started.size, 1);
  });

  it('reports its passes, and stops between two of them', async () => {
    const client = open();
    const passes: PassProgress[] = [];
    const abort = new AbortController();
    const answer = client.rewrite(long, {
      signal: abort.signal,
      onPass: (pass) => {
        passes.push(pass);
        if (pass.pass === 3) abort.abort();
      },
    });
    await assert.rejects(answer, { name: 'AbortError' });
    assert.deepEqual(
      passes.map(({ pass, passes: of }) => [pass, of]),
      [1, 2, 3].map((pass) => [pass, 10]),
    );
    assert.deepEqual(timeless(await client.classify(question)), timeless(await engine.classify(question)));
  });

  it('settles every request when it is killed in the midst of its work', async () => {
    const expected = timeless(await engine.rewrite(long));
    for (const delay of [0, 300, 700, 1_100, 1_500]) {
      const client = open();
      const answer = client.rewrite(long).then(timeless);
      const settled = Promise.allSettled([answer]);
      await sleep(delay);
      const { processId } = client.state;
      if (processId !== null) process.kill(processId, 'SIGKILL');
      const results = await Promise.race([settled, sleep(10_000, null, { ref: false })]);
      assert.ok(results !== null, `${delay} ms: the request hangs`);
      const [result] = results;
      if (result.status === 'fulfilled') assert.deepEqual(result.value, expected);
      else assert.ok(result.reason instanceof InterlinearError, String(result.reason));
    }
    assert.ok(started.size > 3);
  });
});
