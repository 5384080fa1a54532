import assert from 'node:assert/strict';

import { interleave, roundOrder } from '../../benchmarks/measure/interleave.js';

describe('interleaved measurement', () => {
  it('turns the order around in every second round', () => {
    assert.deepEqual(roundOrder(3, 0), [0, 1, 2]);
    assert.deepEqual(roundOrder(3, 1), [2, 1, 0]);
    assert.deepEqual(roundOrder(3, 2), [0, 1, 2]);
  });

  it('runs every contestant once in every round, warm-up included', async () => {
    const calls: string[] = [];
    const contestant = (name: 'a' | 'b'): { name: 'a' | 'b'; run: () => Promise<void> } => ({
      name,
      run: () => {
        calls.push(name);
        return Promise.resolve();
      },
    });
    await interleave([contestant('a'), contestant('b')], { rounds: 3, warmUps: 1 });
    assert.deepEqual(calls.join(''), 'ba' + 'ab' + 'ba' + 'ab');
  });

  it('keeps the times of each contestant in the order of the rounds, without the warm-up', async () => {
    let wall = 0;
    let processor = 0;
    const lasting = (times: number[]) => () => {
      const time = times.shift() ?? 0;
      wall += time;
      processor += 2 * time;
      return Promise.resolve();
    };
    const times = await interleave(
      [
        { name: 'a', run: lasting([1000, 10, 20, 30]) },
        { name: 'b', run: lasting([2000, 1, 2, 3]) },
      ],
      { rounds: 3, clock: () => ({ wall, processor }) },
    );
    assert.deepEqual(times.a, { wall: [10, 20, 30], processor: [20, 40, 60] });
    assert.deepEqual(times.b, { wall: [1, 2, 3], processor: [2, 4, 6] });
  });

  it('passes an error on', async () => {
    const fails = { name: 'a', run: () => Promise.reject(new Error('broken')) };
    await assert.rejects(interleave([fails], { rounds: 1 }), /broken/);
  });
});
