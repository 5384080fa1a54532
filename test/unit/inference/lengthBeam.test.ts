import assert from 'node:assert/strict';

import { likelyLengths } from '../../../extension/inference/lengthBeam.js';

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

  it('scales what the model would choose, each length once, within the limit', () => {
    const logits = Float32Array.of(0, 3, 1, 2, -1);
    assert.deepEqual(likelyLengths(logits, 5, relative, 3, 1), [4, 6, 5]);
    assert.deepEqual(likelyLengths(logits, 5, relative, 3, 1.5), [6, 9, 8]);
    // 2, 3, 2.5, 1.5 and 3.5: halves go upwards.
    assert.deepEqual(likelyLengths(logits, 5, relative, 5, 0.5), [2, 3, 4]);
    assert.deepEqual(likelyLengths(logits, 5, relative, 3, 10), [10]);
    assert.deepEqual(likelyLengths(logits, 5, relative, 3, 0.1), [1]);
  });

  it('gives the nearest possible length when no class is possible', () => {
    assert.deepEqual(likelyLengths(Float32Array.of(1, 2, 3, 4, 5), 40, relative, 3), [10]);
    assert.deepEqual(likelyLengths(Float32Array.of(1, 2, 3, 4, 5), 40, relative, 3, 0.5), [5]);
  });
});
