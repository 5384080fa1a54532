import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { editsOf, textAndEdit } from '../support/arbitraries.js';

const replace = (start: number, end: number, text: string): StringEdit =>
  StringEdit.replace({ start, end }, text);

describe('StringEdit', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('applies several edits in the offsets of the text before', () => {
    const edit = StringEdit.of([
      { range: { start: 8, end: 8 }, text: '!' },
      { range: { start: 0, end: 3 }, text: 'Two' },
    ]);
    assert.equal(edit.apply('One days'), 'Two days!');
  });

  it('keeps the order of insertions at one offset and puts them before a replacement there', () => {
    const edit = StringEdit.of([
      { range: { start: 1, end: 2 }, text: 'B' },
      { range: { start: 1, end: 1 }, text: 'x' },
      { range: { start: 1, end: 1 }, text: 'y' },
    ]);
    assert.equal(edit.apply('abc'), 'axyBc');
  });

  it('refuses edits that overlap and edits beyond the text', () => {
    const overlapping = [
      { range: { start: 0, end: 3 }, text: '' },
      { range: { start: 2, end: 4 }, text: '' },
    ];
    assert.throws(() => StringEdit.of(overlapping), RangeError);
    assert.throws(() => replace(2, 9, '').apply('abc'), RangeError);
  });

  it('looks the same however it was cut', () => {
    const whole = replace(1, 3, 'xy');
    const cut = StringEdit.of([
      { range: { start: 1, end: 2 }, text: 'x' },
      { range: { start: 2, end: 3 }, text: 'y' },
      { range: { start: 5, end: 5 }, text: '' },
    ]);
    assert.deepEqual(cut, whole);
  });

  it('composes: one edit for two in a row', () => {
    fc.assert(
      fc.property(
        textAndEdit.chain(([text, first]) =>
          editsOf(first.apply(text).length).map((edits) => [text, first, StringEdit.of(edits)] as const),
        ),
        ([text, first, second]) => {
          assert.equal(first.compose(second).apply(text), second.apply(first.apply(text)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('composes associatively, with the empty edit as the neutral one', () => {
    const three = textAndEdit.chain(([text, first]) =>
      editsOf(first.apply(text).length).chain((edits) => {
        const second = StringEdit.of(edits);
        const { length } = second.apply(first.apply(text));
        return editsOf(length).map((more) => [text, first, second, StringEdit.of(more)] as const);
      }),
    );
    fc.assert(
      fc.property(three, ([text, first, second, third]) => {
        const left = first.compose(second).compose(third);
        const right = first.compose(second.compose(third));
        assert.equal(left.apply(text), right.apply(text));
        assert.deepEqual(first.compose(StringEdit.empty), first);
        assert.deepEqual(StringEdit.empty.compose(first), first);
      }),
      { numRuns: 1000 },
    );
  });

  it('has an inverse', () => {
    fc.assert(
      fc.property(textAndEdit, ([text, edit]) => {
        const back = edit.inverse(text);
        assert.equal(back.apply(edit.apply(text)), text);
        assert.ok(edit.compose(back).withoutNoOps(text).isEmpty);
      }),
      { numRuns: 2000 },
    );
  });

  describe('mapOffset', () => {
    const edit = StringEdit.of([
      { range: { start: 2, end: 2 }, text: 'xx' },
      { range: { start: 4, end: 7 }, text: 'y' },
    ]);
    const cases: readonly (readonly [number, 'before' | 'after', number])[] = [
      [1, 'after', 1],
      [2, 'before', 2],
      [2, 'after', 4],
      [3, 'before', 5],
      [4, 'before', 6],
      [4, 'after', 6],
      [5, 'before', 6],
      [5, 'after', 7],
      [7, 'before', 7],
      [9, 'after', 9],
    ];
    for (const [offset, stick, expected] of cases) {
      it(`${offset} sticking ${stick} → ${expected}`, () => {
        assert.equal(edit.mapOffset(offset, stick), expected);
      });
    }

    it('leaves what is typed at the edges of a range outside', () => {
      const range = { start: 3, end: 5 };
      assert.deepEqual(replace(3, 3, 'ab').mapRange(range), { start: 5, end: 7 });
      assert.deepEqual(replace(5, 5, 'ab').mapRange(range), { start: 3, end: 5 });
      assert.deepEqual(replace(4, 4, 'ab').mapRange(range), { start: 3, end: 7 });
      assert.deepEqual(replace(3, 4, 'ab').mapRange(range), { start: 3, end: 6 });
      assert.deepEqual(replace(0, 9, 'ab').mapRange(range), { start: 2, end: 2 });
      assert.deepEqual(replace(4, 4, 'ab').mapRange({ start: 4, end: 4 }), { start: 6, end: 6 });
    });

    it('keeps the text of a range that no edit overlaps', () => {
      fc.assert(
        fc.property(textAndEdit, fc.nat(20), fc.nat(20), ([text, change], first, second) => {
          const range = {
            start: Math.min(first, second, text.length),
            end: Math.min(Math.max(first, second), text.length),
          };
          const apart = change.replacements.every(
            ({ range: { start, end } }) => end <= range.start || start >= range.end,
          );
          fc.pre(apart && range.start < range.end);
          const after = change.mapRange(range);
          assert.equal(change.apply(text).slice(after.start, after.end), text.slice(range.start, range.end));
        }),
        { numRuns: 500 },
      );
    });
  });
});
