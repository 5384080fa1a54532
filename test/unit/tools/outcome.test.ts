import assert from 'node:assert/strict';
import { outcomeOf } from '../../../tools/lib/outcome.mjs';

describe('The outcome of a stage', () => {
  const stage = { limitSeconds: 1800 };

  it('keeps what passed before the limit, and names the limit', () => {
    const { counts, remark } = outcomeOf(124, { passed: 40, failed: 0, skipped: 0 }, stage);
    assert.deepEqual(counts, { passed: 40, failed: 1, skipped: 0 });
    assert.equal(remark, 'limit of 30 minutes');
  });

  it('is a failure where no test was run, or the runner failed without naming one', () => {
    assert.deepEqual(outcomeOf(0, undefined, stage).counts.failed, 1);
    assert.equal(outcomeOf(3, { passed: 1, failed: 0, skipped: 0 }, stage).remark, 'exit code 3');
  });

  it('is what the tests say otherwise', () => {
    const counts = { passed: 2, failed: 1, skipped: 0 };
    assert.deepEqual(outcomeOf(1, counts, stage), { counts, remark: '' });
    assert.equal(outcomeOf(0, undefined, { limitSeconds: 60, counted: false }).counts.failed, 0);
  });
});
