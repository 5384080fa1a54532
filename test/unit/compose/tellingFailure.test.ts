import assert from 'node:assert/strict';
import { tellingFailure } from '../../../extension/compose/tellingFailure.js';

describe('The start of the extension', () => {
  it('tells the person why it failed, and fails', () => {
    const told: string[] = [];
    const start = (): never => {
      throw new Error('no room');
    };
    assert.throws(() => tellingFailure(start, (reason) => told.push(reason)), /no room/);
    assert.deepEqual(told, ['no room']);
  });

  it('tells nothing where it worked', () => {
    const told: string[] = [];
    assert.equal(
      tellingFailure(
        () => 7,
        (reason) => told.push(reason),
      ),
      7,
    );
    assert.deepEqual(told, []);
  });
});
