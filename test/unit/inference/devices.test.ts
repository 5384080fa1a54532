import assert from 'node:assert/strict';

import type { DeviceName } from '../../../extension/core/manifest.js';
import { openFirstDevice, planDevices } from '../../../extension/inference/devices.js';
import { selfTest } from '../../../extension/inference/selfTest.js';
import { FakeGraph, type FakeModel, restlessModel } from './support/fakeGraph.js';
import { tinyManifest } from './support/tinyManifest.js';

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
  it('are tried best first, each with the first variant that it runs', () => {
    const plans = planDevices(manifest, 'auto').map(({ device, variant: { id } }) => [device, id]);
    assert.deepEqual(plans, [
      ['cuda', 'gpu'],
      ['webgpu', 'gpu'],
      ['cpu', 'int8'],
    ]);
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
    assert.throws(() => planDevices(manifest, 'auto', 'int4'), {
      code: 'invalidArgument',
      message: /int4.*float32/,
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
      message: /cuda: broken; webgpu: broken; cpu: broken/,
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
    await selfTest(new FakeGraph(restlessModel), tiny);
  });

  for (const [name, change] of Object.entries(wrong)) {
    it(`finds ${name}`, async () => {
      await assert.rejects(selfTest(new FakeGraph({ ...restlessModel, ...change }), tiny), /self-test/);
    });
  }

  it('finds two answers to the same question', async () => {
    let id = 10;
    const model = { ...restlessModel, predict: () => ({ id: id++, logProbability: -1 }) };
    await assert.rejects(selfTest(new FakeGraph(model), tiny), /two answers/);
  });
});
