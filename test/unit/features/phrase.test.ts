import assert from 'node:assert/strict';
import { gapAt, isGap } from '../../../extension/features/phrase/gap.js';

describe('Wording a part of a sentence', () => {
  it('finds the gap that a cursor is in or beside', () => {
    const line = 'The ___ fox ____.';
    assert.deepEqual(gapAt(line, 4), { start: 4, end: 7 });
    assert.deepEqual(gapAt(line, 7), { start: 4, end: 7 });
    assert.deepEqual(gapAt(line, 14), { start: 12, end: 16 });
    assert.deepEqual(gapAt(line, 9), { start: 9, end: 9 });
    assert.deepEqual(gapAt('snake_case', 6), { start: 6, end: 6 });
    assert.deepEqual(gapAt('__init__', 1), { start: 1, end: 1 });
  });

  it('knows the mark of a gap', () => {
    assert.deepEqual(['___', ' ___ ', '________'].filter(isGap).length, 3);
    assert.deepEqual(['_', '__', 'a___', '', '___x___'].filter(isGap), []);
  });
});
