import assert from 'node:assert/strict';

import { pinCopies } from '../../../../extension/inference/decoding/pins.js';

const text = [50, 5, 51, 52, 53, 54, 55, 56, 6, 57];
const answer = (...ids: number[]) => ({ ids: Int32Array.from(ids) });

describe('pins for copy-tokens', () => {
  it('keep what the answer has once, and put what it lost at the corresponding place', () => {
    const pins = pinCopies(text, [5, 6], answer(90, 91, 5, 92, 93), true);
    assert.deepEqual([...pins!].sort(), [
      [2, 5],
      [4, 6],
    ]);
  });

  it('do not trust the place of what the answer has twice', () => {
    const pins = pinCopies(text, [5, 6], answer(5, 90, 91, 5, 6, 92), true);
    assert.equal(pins!.get(4), 6);
    assert.equal(pins!.get(0), 5);
    assert.equal(pins!.size, 2);
  });

  it('ignore the answer when its order made no sense', () => {
    const pins = pinCopies(text, [5, 6], answer(6, 90, 91, 92, 5), false);
    assert.equal(pins!.get(0), 5);
    assert.equal(pins!.get(4), 6);
  });

  it('take the nearest free place, and keep the order of neighbours', () => {
    const pins = pinCopies([5, 6, 7, 50], [5, 6, 7], answer(90, 91, 92), true);
    assert.deepEqual([...pins!].sort(), [
      [0, 5],
      [1, 6],
      [2, 7],
    ]);
  });

  it('do not fit into a target that is shorter than they are', () => {
    assert.equal(pinCopies(text, [5, 6], answer(90), true), undefined);
  });
});
