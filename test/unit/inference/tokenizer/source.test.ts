import assert from 'node:assert/strict';

import { SourceBuilder } from '../../../../extension/inference/tokenizer/sourceBuilder.js';
import { SourceKeyValues } from '../../../../extension/inference/runtime/sourceKeyValues.js';
import { tinyManifest } from '../support/tinyManifest.js';

describe('the source builder', () => {
  const text = [50, 51, 52];
  const instruction = [60, 61];

  it('lays out text first, with positions that the target shares', () => {
    const source = new SourceBuilder(tinyManifest()).build(text, instruction);
    assert.deepEqual(source, {
      ids: [4, 50, 51, 52, 2, 60, 61, 2],
      firstPosition: 0,
      textTokens: 3,
      targetPosition: 1,
    });
  });

  it('lays out the instruction first, with the target behind', () => {
    const layout = { source: 'instruction-first', firstPosition: 2, targetPositions: 'continue' } as const;
    const source = new SourceBuilder(tinyManifest({ layout })).build(text, instruction);
    assert.deepEqual(source.ids, [4, 60, 61, 2, 50, 51, 52, 2]);
    assert.equal(source.firstPosition, 2);
    assert.equal(source.targetPosition, 10);
  });

  it('knows how much room is left', () => {
    const builder = new SourceBuilder(tinyManifest());
    const room = builder.room(instruction.length);
    assert.equal(builder.build(Array<number>(room).fill(50), instruction).ids.length, 200);
  });
});

describe('keys and values of sources', () => {
  const sizes = { heads: 2, headSize: 1 };
  // [source][head][token]: three sources of 1, 3 and 2 tokens, padded to 3; the padding is 0.
  const layer = Float32Array.of(1, 0, 0, 2, 0, 0, 3, 4, 5, 6, 7, 8, 9, 10, 0, 11, 12, 0);
  const memory = new SourceKeyValues([layer, layer.map((value) => -value)], [1, 3, 2], 3, sizes);

  it('are repeated for every candidate', () => {
    const gathered = memory.gather([1, 1]);
    assert.deepEqual([...gathered.layers[0]!], [3, 4, 5, 6, 7, 8, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual([...gathered.layers[1]!].slice(0, 3), [-3, -4, -5]);
    assert.deepEqual([gathered.batch, gathered.tokens], [2, 3]);
  });

  it('lose the padding that is no longer needed', () => {
    const gathered = memory.gather([2, 0]);
    assert.equal(gathered.tokens, 2);
    assert.deepEqual([...gathered.layers[0]!], [9, 10, 11, 12, 1, 0, 2, 0]);
    assert.deepEqual(gathered.lengths, [2, 1]);
  });

  it('are not copied when all of them are asked for', () => {
    assert.equal(memory.gather([0, 1, 2]), memory);
  });
});
