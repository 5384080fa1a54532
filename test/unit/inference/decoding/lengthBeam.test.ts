import assert from 'node:assert/strict';
import fc from 'fast-check';

import { likelyLengths, sizedLengths } from '../../../../extension/inference/decoding/lengthBeam.js';

const relative = {
  length: { relativeTo: 'text' as const, minimum: -2, classes: 5 },
  limits: { sourceTokens: 50, targetTokens: 10 },
};
const absolute = { ...relative, length: { ...relative.length, relativeTo: 'none' as const, minimum: 1 } };

describe('the length beam', () => {
  it('gives the most probable lengths, best first', () => {
    assert.deepEqual(likelyLengths(Float32Array.of(0, 3, 1, 2, -1), 5, relative, 3), [4, 6, 5]);
    assert.deepEqual(likelyLengths(Float32Array.of(0, 3, 1, 2, -1), 5, absolute, 2), [2, 4]);
  });

  it('prefers the shorter of equally probable lengths', () => {
    assert.deepEqual(likelyLengths(Float32Array.of(1, 2, 2, 2, 1), 5, relative, 4), [4, 5, 6, 3]);
  });

  it('leaves out lengths below 1 and above the limit', () => {
    assert.deepEqual(likelyLengths(Float32Array.of(9, 9, 9, 1, 2), 0, relative, 5), [2, 1]);
    assert.deepEqual(likelyLengths(Float32Array.of(1, 2, 9, 9, 9), 10, relative, 5), [10, 9, 8]);
  });

  it('gives the nearest possible length when no class is possible', () => {
    assert.deepEqual(likelyLengths(Float32Array.of(1, 2, 3, 4, 5), 40, relative, 3), [10]);
  });
});

describe('the length dial', () => {
  const limits = { limits: { sourceTokens: 50, targetTokens: 60 } };
  const sized = (usual: number[], factor: number, count = 3): number[] =>
    sizedLengths(usual, factor, limits, count);

  it('gives lengths from the asked one on, all shorter or longer than what the model would choose', () => {
    assert.deepEqual(sized([20, 21, 19], 0.8), [16, 15, 14]);
    assert.deepEqual(sized([20, 21, 19], 0.64, 2), [12, 11]);
    assert.deepEqual(sized([20, 21, 19], 0.99), [18, 17, 16]);
    assert.deepEqual(sized([20, 21, 19], 1.01), [22, 23, 24]);
    assert.deepEqual(sized([10], 1.1), [11, 12, 13]);
  });

  it('gives the lengths from a text’s own down where nothing else is asked for', () => {
    assert.deepEqual(sized([10], 1), [10, 9]);
  });

  it('stays within one token and the limit', () => {
    assert.deepEqual(sized([20, 21, 19], 4), [60]);
    assert.deepEqual(sized([2, 3, 1], 0.5), [1]);
    assert.deepEqual(sized([500], 0.5), [60]);
  });

  it('never turns back from step to step (property)', () => {
    const beam = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(beam, fc.integer({ min: 1, max: 6 }), (usual, count) => {
        const steps = [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6];
        const dial = steps.map((step) => sized(usual, Number((1.25 ** step).toFixed(4)), count));
        for (const [index, longer] of dial.slice(1).entries()) {
          assert.ok(Math.max(...dial[index]!) <= Math.min(...longer), JSON.stringify(dial));
        }
        assert.ok(Math.max(...dial[5]!) <= Math.max(1, Math.min(...usual) - 1));
        assert.ok(Math.min(...dial[6]!) >= Math.min(60, Math.max(...usual) + 1));
      }),
      { numRuns: 1000 },
    );
  });
});
