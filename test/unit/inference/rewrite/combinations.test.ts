import assert from 'node:assert/strict';
import fc from 'fast-check';

import {
  bestCombinations,
  bestWithin,
  type Slot,
} from '../../../../extension/inference/rewrite/combinations.js';

const slotArbitrary: fc.Arbitrary<Slot> = fc.record({
  weight: fc.integer({ min: 1, max: 9 }),
  count: fc.integer({ min: 1, max: 2 }),
  options: fc.array(
    fc.record({ score: fc.integer({ min: -40, max: 0 }), size: fc.integer({ min: 0, max: 12 }) }),
    { minLength: 1, maxLength: 4 },
  ),
});
const slotsArbitrary = fc.array(slotArbitrary, { minLength: 1, maxLength: 4 });

/** Every combination there is. */
function all(slots: readonly Slot[]): number[][] {
  return slots.reduce<number[][]>(
    (found, { options }) => found.flatMap((start) => options.map((_, index) => [...start, index])),
    [[]],
  );
}
const total = (slots: readonly Slot[], indices: readonly number[], of: 'score' | 'size'): number =>
  slots.reduce((sum, { weight, count, options }, slot) => {
    return sum + options[indices[slot]!]![of] * count * (of === 'score' ? weight : 1);
  }, 0);

describe('answers chosen together', () => {
  it('are the best that fit', () => {
    fc.assert(
      fc.property(slotsArbitrary, fc.integer({ min: -2, max: 60 }), (slots, budget) => {
        const fitting = all(slots).filter((indices) => total(slots, indices, 'size') <= budget);
        const found = bestWithin(slots, budget);
        if (fitting.length === 0) {
          assert.equal(found, undefined);
          return;
        }
        assert.ok(found && total(slots, found, 'size') <= budget);
        const highest = Math.max(...fitting.map((indices) => total(slots, indices, 'score')));
        assert.equal(total(slots, found, 'score'), highest);
      }),
    );
  });

  it('fit however large the budget is', () => {
    const options = [
      { score: 0, size: 9_000 },
      { score: -1, size: 7_000 },
    ];
    const slots = Array.from({ length: 30 }, () => ({ weight: 1, count: 1, options }));
    const found = bestWithin(slots, 240_000);
    assert.ok(found && total(slots, found, 'size') <= 240_000);
    assert.ok(found.filter((index) => index === 0).length >= 13);
    assert.equal(bestWithin(slots, 200_000), undefined);
  });

  it('come from the best downwards, each once', () => {
    fc.assert(
      fc.property(slotsArbitrary, (slots) => {
        const sorted = slots.map((slot) => ({
          ...slot,
          options: [...slot.options].sort((first, second) => second.score - first.score),
        }));
        const found = [...bestCombinations(sorted, 1000)];
        assert.deepEqual([...bestCombinations(sorted, 5)], found.slice(0, 5));
        const scores = found.map((indices) => total(sorted, indices, 'score'));
        assert.deepEqual(
          scores,
          [...scores].sort((first, second) => second - first),
        );
        assert.equal(new Set(found.map(String)).size, all(sorted).length);
      }),
    );
  });
});
