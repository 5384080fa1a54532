import assert from 'node:assert/strict';
import fc from 'fast-check';

import { planBatches } from '../../../../extension/inference/decoding/batches.js';

const size = fc.record({
  source: fc.integer({ min: 1, max: 200 }),
  target: fc.integer({ min: 1, max: 200 }),
  candidates: fc.integer({ min: 1, max: 3 }),
});

describe('batches', () => {
  it('hold every item once, within the limit unless one item alone is over it', () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 60 }), fc.integer({ min: 50, max: 2000 }), (sizes, limit) => {
        const batches = planBatches(sizes, limit);
        assert.deepEqual(
          batches.flat().sort((a, b) => a - b),
          [...sizes.keys()],
        );
        for (const batch of batches) {
          const items = batch.map((index) => sizes[index]!);
          const longest = (of: 'source' | 'target'): number => Math.max(...items.map((item) => item[of]));
          const rows = items.reduce((sum, { candidates }) => sum + candidates, 0);
          assert.ok(batch.length === 1 || rows * (longest('source') + longest('target')) <= limit);
        }
      }),
    );
  });

  it('put items of similar length together', () => {
    const items = [3, 100, 4, 90, 5].map((source) => ({ source, target: source, candidates: 1 }));
    assert.deepEqual(planBatches(items, 420), [
      [1, 3],
      [4, 2, 0],
    ]);
  });
});
