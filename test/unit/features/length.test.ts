import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lengthInstruction } from '../../../extension/features/length/lengthInstruction.js';
import { lengthFactor, percentOf } from '../../../extension/features/length/lengthSteps.js';
import { characterLimits, parseCharacterLimit } from '../../../extension/features/length/characterLimit.js';
import { countCharacters, textCounts, totalCounts } from '../../../extension/core/text/textCounts.js';
import { sameTexts, SwappedTexts } from '../../../extension/session/preview/swappedTexts.js';
import { spansOf } from '../../../extension/session/selection/textSpan.js';
import { fakeManifest } from '../../host/support/fakeManifest.js';

const task = (name: string): (typeof fakeManifest.instructions)[number] => ({
  task: name,
  canonical: `Please ${name}.`,
  patterns: {},
});

describe('Length of answers', () => {
  it('steps multiply, and a step there and back is the same length', () => {
    assert.deepEqual(
      [-2, -1, 0, 1, 2].map((steps) => lengthFactor(steps)),
      [0.64, 0.8, 1, 1.25, 1.5625],
    );
    assert.equal(lengthFactor(-1, 0.8), 0.64);
    assert.equal(lengthFactor(1, lengthFactor(-1, 0.64)), 0.64);
    assert.deepEqual([-1, 1].map(percentOf), [80, 125]);
  });

  it('counts what a person sees', () => {
    assert.deepEqual(textCounts('👩‍👩‍👧‍👦 é 🇩🇪'), { characters: 5, words: 1 });
    assert.equal(countCharacters('a\r\nb'), 3);
    assert.equal(countCharacters(''), 0);
    assert.deepEqual(textCounts('Don’t stop, 2 times!'), { characters: 20, words: 4 });
    assert.equal(textCounts('我喜欢猫').characters, 4);
    assert.deepEqual(totalCounts(['one two', 'é']), { characters: 8, words: 3 });
    assert.deepEqual(totalCounts([]), { characters: 0, words: 0 });
  });

  it('takes whole numbers for limits, and nothing else', () => {
    assert.deepEqual(['1', ' 50 ', '100000'].map(parseCharacterLimit), [1, 50, 100_000]);
    const wrong = ['', '0', '-5', '1.5', '1e3', 'ten', '100001', '9999999', '٥'];
    assert.deepEqual(
      wrong.filter((typed) => parseCharacterLimit(typed) !== undefined),
      [],
    );
    assert.equal(characterLimits.minimum, 1);
  });

  it('asks with the task that fits the direction best', () => {
    const manifest = { ...fakeManifest, instructions: [task('simplify'), task('shorten')] };
    assert.equal(lengthInstruction(manifest, 'shorter'), 'Please shorten.');
    assert.equal(lengthInstruction(manifest, 'longer'), 'Please simplify.');
    assert.equal(lengthInstruction({ ...manifest, instructions: [task('fix')] }, 'shorter'), undefined);
  });
});

describe('Texts that take turns', () => {
  const word = fc.constantFrom('one', 'zwei', '三', '👩‍👩‍👧‍👦', 'é', ' ', '.', '\n', '');
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));

  it('leave everything around them alone, wherever they lie (property)', () => {
    const places = fc.array(
      fc.record({ around: text.map((gap) => `${gap}|`), turns: fc.tuple(text, text, text) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(places, text, (parts, tail) => {
        const full = (turn: 0 | 1 | 2): string =>
          parts.map(({ around, turns }) => around + turns[turn]).join('') + tail;
        let offset = 0;
        const spans = parts.map(({ around, turns: [first] }) => {
          const start = offset + around.length;
          offset = start + first.length;
          return { range: { start, end: offset }, text: first };
        });
        const swapped = new SwappedTexts(spans);
        const turn = (which: 0 | 1 | 2): string[] => parts.map(({ turns }) => turns[which]);
        assert.equal(swapped.edit(turn(0), turn(1)).apply(full(0)), full(1));
        assert.equal(swapped.edit(turn(1), turn(2)).apply(full(1)), full(2));
        assert.equal(swapped.growth(turn(2)), full(2).length - full(0).length);
        for (const { range, text: said } of swapped.spans(turn(2))) {
          assert.equal(full(2).slice(range.start, range.end), said);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are told apart', () => {
    assert.ok(sameTexts(['a', 'b'], ['a', 'b']));
    assert.ok(!sameTexts(['a'], ['a', 'b']));
    assert.ok(!sameTexts(['a', 'b'], ['a', 'c']));
  });

  it('stand one after the other, touching or not', () => {
    const ranges = [
      { start: 2, end: 4 },
      { start: 4, end: 4 },
      { start: 6, end: 9 },
    ];
    assert.deepEqual(spansOf(ranges, ['', 'new', 'x']), [
      { range: { start: 2, end: 2 }, text: '' },
      { range: { start: 2, end: 5 }, text: 'new' },
      { range: { start: 7, end: 8 }, text: 'x' },
    ]);
  });
});
