import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placedWords } from '../../../extension/features/confidence/unsureWords.js';

describe('Words of an answer in a document', () => {
  it('stand where they stand, whatever the line ends (property)', () => {
    const word = fc.constantFrom('one', 'zwei', '三', 'é', '👩‍👩‍👧‍👦');
    const piece = fc.tuple(word, fc.constantFrom(' ', '. ', '\n', '\n\n'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, crlf) => {
        let output = '';
        const words = pieces.map(([text, gap]) => {
          const start = output.length;
          output += text + gap;
          return { start, end: start + text.length, probability: 0.5 };
        });
        const placed = crlf ? output.replaceAll('\n', '\r\n') : output;
        const found = placedWords(output, placed, words);
        assert.deepEqual(
          found.map(({ start, end }) => placed.slice(start, end)),
          pieces.map(([text]) => text),
        );
      }),
    );
  });

  it('are left out where the document spells them differently', () => {
    const words = [
      { start: 0, end: 2, probability: 0.1 },
      { start: 3, end: 5, probability: 0.2 },
    ];
    assert.deepEqual(placedWords('ab cd', 'ab xx', words), [{ start: 0, end: 2, probability: 0.1 }]);
    assert.deepEqual(placedWords('ab cd', '', words), []);
  });
});
