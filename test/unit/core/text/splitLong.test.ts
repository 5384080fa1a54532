import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { splitLong } from '../../../../extension/core/text/splitLong.js';
import { graphemeBoundaries } from '../../../../extension/core/text/segmenters.js';
import { mixedText } from '../support/arbitraries.js';

describe('splitLong', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('leaves a short text alone', () => {
    assert.deepEqual(splitLong('Short.', 10), ['Short.']);
    assert.deepEqual(splitLong('', 10), ['']);
  });

  it('cuts at the ends of clauses near the middle', () => {
    assert.deepEqual(
      splitLong('When it rained, we stayed at home; when it stopped, we went out again.', 40),
      ['When it rained, we stayed at home; ', 'when it stopped, we went out again.'],
    );
    assert.deepEqual(splitLong('今天天气很好，我们一起去公园散步，然后回家。', 15), [
      '今天天气很好，',
      '我们一起去公园散步，然后回家。',
    ]);
  });

  it('cuts between words where there are no clauses, and between graphemes where there are no words', () => {
    assert.deepEqual(splitLong('one two three four', 10), ['one two ', 'three four']);
    assert.deepEqual(splitLong('👨‍👩‍👧👨‍👩‍👧', 8), ['👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it('never cuts inside a span, even if that makes a piece too long', () => {
    assert.deepEqual(splitLong('aa bb cc dd', 4, [{ start: 0, end: 8 }]), ['aa bb cc', ' dd']);
  });

  it('refuses a limit that is not positive', () => {
    assert.throws(() => splitLong('a', 0), RangeError);
  });

  it('joined is the text, cut at graphemes, within the limit where that is possible', () => {
    fc.assert(
      fc.property(mixedText(40), fc.integer({ min: 1, max: 40 }), (text, maximum) => {
        const pieces = splitLong(text, maximum);
        assert.equal(pieces.join(''), text);
        const boundaries = graphemeBoundaries(text);
        let offset = 0;
        for (const piece of pieces) {
          assert.ok(piece !== '' || text === '');
          assert.ok(boundaries.has(offset));
          assert.ok(piece.length <= maximum || graphemeBoundaries(piece).size === 2, JSON.stringify(piece));
          offset += piece.length;
        }
      }),
      { numRuns: 700 },
    );
  });
});
