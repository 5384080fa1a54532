import assert from 'node:assert/strict';

import type { DeviceName } from '../../../../extension/core/model/manifest.js';
import { openFirstDevice, planDevices } from '../../../../extension/inference/runtime/devices.js';
import { selfTest } from '../../../../extension/inference/runtime/selfTest.js';
import { SourceBuilder } from '../../../../extension/inference/tokenizer/sourceBuilder.js';
import { speedTest } from '../../../../extension/inference/runtime/speedTest.js';
import { FakeGraph, type FakeModel, restlessModel } from '../support/fakeGraph.js';
import { tinyManifest } from '../support/tinyManifest.js';

const variant = (id: string, ...devices: DeviceName[]) => ({
  id,
  precision: 'int8' as const,
  devices,
  graph: `${id}.onnx`,
});
const manifest = {
  id: 'tiny',
  variants: [variant('gpu', 'webgpu', 'cuda'), variant('int8', 'cpu'), variant('float32', 'cpu')],
};
const all = new Set(['cuda', 'webgpu', 'cpu']);

describe('devices', () => {
  it('are tried best first, each with the variants that it runs', () => {
    const plans = planDevices(manifest, 'auto').map(({ device, variant: { id } }) => [device, id]);
    assert.deepEqual(plans, [
      ['cuda', 'gpu'],
      ['webgpu', 'gpu'],
      ['cpu', 'int8'],
      ['cpu', 'float32'],
    ]);
  });

  it('take the next variant where one fails on them, and say which', async () => {
    const two = { id: 'tiny', variants: [variant('fp16', 'webgpu'), variant('int4', 'webgpu', 'cpu')] };
    const opened = await openFirstDevice(planDevices(two, 'auto'), all, ({ variant: { id } }) =>
      id === 'fp16' ? Promise.reject(new Error('no shader-f16')) : Promise.resolve(id),
    );
    assert.deepEqual([opened.device, opened.value], ['webgpu', 'int4']);
    assert.deepEqual(opened.fallbacks, [{ device: 'webgpu', reason: 'fp16: no shader-f16' }]);
  });

  it('say once that they are not part of this build', async () => {
    const two = { id: 'tiny', variants: [variant('fp16', 'webgpu'), variant('int4', 'webgpu', 'cpu')] };
    const opened = await openFirstDevice(planDevices(two, 'auto'), new Set(['cpu']), ({ device }) =>
      Promise.resolve(device),
    );
    assert.equal(opened.value, 'cpu');
    assert.equal(opened.fallbacks.length, 1);
  });

  it('are limited to the one asked for, and to the variant asked for', () => {
    assert.deepEqual(
      planDevices(manifest, 'webgpu').map(({ device }) => device),
      ['webgpu'],
    );
    const [plan] = planDevices(manifest, 'auto', 'float32');
    assert.equal(plan?.variant.id, 'float32');
    assert.throws(() => planDevices(manifest, 'coreml'), {
      code: 'deviceUnavailable',
      message: /coreml.*webgpu, cuda, cpu/,
    });
    assert.throws(() => planDevices(manifest, 'auto', 'int3'), {
      code: 'invalidArgument',
      message: /int3.*float32/,
    });
  });

  it('fall back to the next one, and say why', async () => {
    const opened = await openFirstDevice(
      planDevices(manifest, 'auto'),
      new Set(['webgpu', 'cpu']),
      ({ device }) => {
        return device === 'cpu' ? Promise.resolve('session') : Promise.reject(new Error('no adapter'));
      },
    );
    assert.equal(opened.device, 'cpu');
    assert.equal(opened.value, 'session');
    assert.deepEqual(
      opened.fallbacks.map(({ device }) => device),
      ['cuda', 'webgpu'],
    );
    assert.match(opened.fallbacks[1]!.reason, /no adapter/);
  });

  it('give an error with every reason when none works', async () => {
    const open = (): Promise<string> => Promise.reject(new Error('broken'));
    await assert.rejects(openFirstDevice(planDevices(manifest, 'auto'), all, open), {
      code: 'deviceUnavailable',
      message: /cuda: broken; webgpu: broken; cpu: int8: broken; cpu: float32: broken/,
    });
  });
});

describe('the self-test', () => {
  const tiny = tinyManifest();
  const wrong: Record<string, Partial<FakeModel>> = {
    'a probability that is none': { predict: () => ({ id: 5, logProbability: Number.NaN }) },
    'a probability above 1': { predict: () => ({ id: 5, logProbability: 2 }) },
    'a length logit that is none': { lengths: () => [0, Number.NaN] },
    'a token that does not exist': { predict: () => ({ id: 400, logProbability: -1 }) },
  };

  it('lets a sensible model pass', async () => {
    await selfTest(new FakeGraph(restlessModel), tiny, 'float32');
  });

  for (const [name, change] of Object.entries(wrong)) {
    it(`finds ${name}`, async () => {
      await assert.rejects(
        selfTest(new FakeGraph({ ...restlessModel, ...change }), tiny, 'float32'),
        /self-test/,
      );
    });
  }

  it('finds two answers to the same question', async () => {
    let id = 10;
    const model = { ...restlessModel, predict: () => ({ id: id++, logProbability: -1 }) };
    await assert.rejects(selfTest(new FakeGraph(model), tiny, 'float32'), /two answers/);
  });

  describe('with the answer of the reference in the manifest', () => {
    const question = { text: [40, 41, 42], instruction: [50], ids: [100, 101] };

    /** What the graph itself says of the wanted ids. */
    async function answer(): Promise<number[]> {
      const graph = new FakeGraph(restlessModel);
      const source = new SourceBuilder(tiny).build(question.text, question.instruction);
      const { memory } = await graph.encode([source]);
      const target = {
        ids: new Int32Array(2).fill(tiny.specialTokens.mask),
        position: source.targetPosition,
      };
      const slots = question.ids.map((id, index) => ({ row: 0, index, candidates: [id] }));
      return [...(await graph.refine(memory, [target], slots)).candidateLogProbabilities];
    }

    const run = (logProbabilities: number[], precision: 'float32' | 'int8' | 'int4'): Promise<void> =>
      selfTest(
        new FakeGraph(restlessModel),
        tinyManifest({ selfTest: { ...question, logProbabilities } }),
        precision,
      );

    it('passes a graph that comes close to it, as close as its numbers allow', async () => {
      const right = await answer();
      await run(right, 'float32');
      const near = right.map((value) => value - 0.3);
      await run(near, 'int8');
      await assert.rejects(run(near, 'float32'), /0\.300 away from the reference/);
    });

    it('finds a graph that answers something else', async () => {
      const wrong = (await answer()).map((value) => value - 2);
      await assert.rejects(run(wrong, 'int8'), /away from the reference/);
      await assert.rejects(run(wrong, 'int4'), /away from the reference/);
    });

    it('compares the logits of the length where the manifest has them', async () => {
      const logProbabilities = await answer();
      const withLength = async (logits: number[]): Promise<void> => {
        const stored = { ...question, logProbabilities, length: { classes: [1, 3], logits } };
        await selfTest(new FakeGraph(restlessModel), tinyManifest({ selfTest: stored }), 'float32');
      };
      const source = new SourceBuilder(tiny).build(question.text, question.instruction);
      const right = restlessModel.lengths(source);
      await withLength([right[1]!, right[3]!]);
      await assert.rejects(withLength([right[1]! + 1, right[3]!]), /0\.500 away .* length/);
      await assert.rejects(withLength([right[1]!]), /not as many ids as numbers/);
    });
  });
});

describe('the test of speed', () => {
  const tiny = tinyManifest();
  const timed = (milliseconds: number): Promise<void> => {
    const times = [0, milliseconds];
    return speedTest(new FakeGraph(restlessModel), tiny, () => times.shift() ?? NaN);
  };

  it('lets a device pass that is worth its while', () => timed(250));

  it('refuses one that has no hardware behind it', () => assert.rejects(timed(2_000), /too slow: 2000 ms/));
});
