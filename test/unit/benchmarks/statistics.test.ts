import assert from 'node:assert/strict';
import fc from 'fast-check';

import { median, pairedRatio, quantile } from '../../benchmarks/measure/statistics.js';

const measurements = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
});

describe('statistics of the benchmarks', () => {
  it('takes the middle value, or the mean of the two middle ones', () => {
    assert.equal(median([30, 10, 20]), 20);
    assert.equal(median([40, 10, 20, 30]), 25);
    assert.equal(median([7]), 7);
  });

  it('leaves its input as it is', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('interpolates quantiles, and ends at the extremes', () => {
    assert.equal(quantile([0, 10, 20, 30, 40], 0.25), 10);
    assert.equal(quantile([0, 10], 0.95), 9.5);
    assert.equal(quantile([5, 1, 3], 0), 1);
    assert.equal(quantile([5, 1, 3], 1), 5);
  });

  it('has half of the values on either side of the median', () => {
    fc.assert(
      fc.property(measurements, (values) => {
        const middle = median(values);
        const half = values.length / 2;
        assert.ok(values.filter((value) => value <= middle).length >= half);
        assert.ok(values.filter((value) => value >= middle).length >= half);
      }),
    );
  });

  it('compares within the rounds: a machine that slows down halfway changes no ratio', () => {
    // The ratio of the two medians would be 30 / 10 or 300 / 100 only by luck.
    const ours = [10, 10, 100, 100, 100];
    const theirs = ours.map((time) => time * 3);
    assert.equal(pairedRatio(theirs, ours), 3);
    assert.equal(pairedRatio([30, 300, 30], [10, 100, 1]), 3);
  });

  it('refuses what has no median or no partner', () => {
    assert.throws(() => median([]), RangeError);
    assert.throws(() => pairedRatio([1, 2], [1]), RangeError);
    assert.throws(() => pairedRatio([], []), RangeError);
  });
});
