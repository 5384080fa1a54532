import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StringEdit } from '../../../extension/core/edits/stringEdit.js';
import { Region } from '../../../extension/editor/region.js';
import { editOfChanges, type ContentChange } from '../../../extension/editor/contentChanges.js';

/** Edits of a text in any number of places, each given by two shares of its length and what is put there. */
const edits = fc.array(
  fc.record({
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.string({ maxLength: 12 }),
  }),
  { maxLength: 4 },
);

function editOf(text: string, places: readonly { from: number; to: number; text: string }[]): StringEdit {
  let end = 0;
  const sorted = places
    .map((place) =>
      [place.from, place.to].map((share) => Math.round(share * text.length)).sort((a, b) => a - b),
    )
    .sort(([a = 0], [b = 0]) => a - b);
  const apart = sorted.flatMap(([start = 0, stop = 0], index) => {
    if (start < end) {
      return [];
    }
    end = stop + 1;
    return [{ range: { start, end: stop }, text: places[index]?.text ?? '' }];
  });
  return StringEdit.of(apart);
}

const inside = (text: string, { range }: Region): string => text.slice(range.start, range.end);

describe('Region', () => {
  it('is the same part of the document after any edits', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 400 }),
        fc.nat(),
        fc.nat(),
        fc.array(edits, { minLength: 1, maxLength: 6 }),
        (text, from, length, steps) => {
          const start = from % text.length;
          let region = Region.around(
            { start, end: Math.min(text.length, start + (length % 80)) },
            text.length,
          );
          let document = text;
          let copy = inside(document, region);
          for (const step of steps) {
            const edit = editOf(document, step);
            const after = region.after(edit.replacements);
            document = edit.apply(document);
            copy = StringEdit.of(after.inside).apply(copy);
            region = after.region;
            assert.equal(inside(document, region), copy);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is not touched by edits outside', () => {
    const region = Region.around({ start: 500, end: 510 }, 1000);
    const edit = StringEdit.of([
      { range: { start: 0, end: 10 }, text: 'ab' },
      { range: { start: 900, end: 900 }, text: 'xyz' },
    ]);
    const after = region.after(edit.replacements);
    assert.deepEqual(after.inside, []);
    assert.deepEqual(after.region.range, { start: region.range.start - 8, end: region.range.end - 8 });
  });

  it('takes in what is typed at the very start and the very end of the document', () => {
    const region = Region.around({ start: 0, end: 5 }, 5);
    const edit = StringEdit.of([
      { range: { start: 0, end: 0 }, text: 'ab' },
      { range: { start: 5, end: 5 }, text: 'xyz' },
    ]);
    const after = region.after(edit.replacements);
    assert.equal(after.inside.length, 2);
    assert.deepEqual(after.region.range, { start: 0, end: 10 });
  });
});

describe('Content changes', () => {
  it('are one edit, though each is told in offsets that hold once those before it were made', () => {
    const change = fc.record({ at: fc.nat(), length: fc.nat({ max: 5 }), text: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.array(change, { maxLength: 5 }), (text, steps) => {
        let result = text;
        const changes: ContentChange[] = [];
        for (const { at, length, text: inserted } of steps) {
          const rangeOffset = result.length === 0 ? 0 : at % result.length;
          const rangeLength = Math.min(length, result.length - rangeOffset);
          changes.push({ rangeOffset, rangeLength, text: inserted });
          result = result.slice(0, rangeOffset) + inserted + result.slice(rangeOffset + rangeLength);
        }
        assert.equal(editOfChanges(changes).apply(text), result);
      }),
      { numRuns: 3000 },
    );
  });
});
