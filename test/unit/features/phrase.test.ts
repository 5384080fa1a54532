import assert from 'node:assert/strict';
import { gapAt, isGap } from '../../../extension/features/phrase/gap.js';
import { spaced } from '../../../extension/features/phrase/spaced.js';

describe('Wording a part of a sentence', () => {
  it('finds the gap that a cursor is in or beside', () => {
    const line = 'The ___ fox ____.';
    assert.deepEqual(gapAt(line, 4), { start: 4, end: 7 });
    assert.deepEqual(gapAt(line, 7), { start: 4, end: 7 });
    assert.deepEqual(gapAt(line, 14), { start: 12, end: 16 });
    assert.deepEqual(gapAt(line, 9), { start: 9, end: 9 });
    assert.deepEqual(gapAt('snake_case', 6), { start: 6, end: 6 });
  });

  it('knows the mark of a gap', () => {
    assert.deepEqual(['__', ' ___ ', '________'].filter(isGap).length, 3);
    assert.deepEqual(['_', 'a__', '', '__x__'].filter(isGap), []);
  });

  it('keeps words apart, and only words', () => {
    assert.equal(spaced('The', 'quick', 'fox'), ' quick ');
    assert.equal(spaced('The ', 'quick', ' fox'), 'quick');
    assert.equal(spaced('Hello', 'there', '.'), ' there');
    assert.equal(spaced('“', 'Yes', '”'), 'Yes');
    assert.equal(spaced('我', '很', '高兴'), '很', 'no spaces between Chinese words');
    assert.equal(spaced('one,', 'two', ''), ' two');
    assert.equal(spaced('', 'One', ''), 'One');
  });
});
