import assert from 'node:assert/strict';
import fc from 'fast-check';
import { movedSelection } from '../../../../extension/core/edits/movedSelection.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';

/** What `|` marks in a text; one alone is a cursor. */
function marked(text: string): { readonly text: string; readonly start: number; readonly end: number } {
  const start = text.indexOf('|');
  const end = text.indexOf('|', start + 1) - 1;
  return { text: text.replaceAll('|', ''), start, end: end < 0 ? start : end };
}

/** The text with its selection after the edits. */
function after(before: string, ...edits: readonly (readonly [string, string])[]): string {
  const { text, start, end } = marked(before);
  const edit = StringEdit.of(
    edits.map(([old, fresh]) => {
      const at = text.indexOf(old);
      return { range: { start: at, end: at + old.length }, text: fresh };
    }),
  );
  const moved = movedSelection({ start, end }, edit);
  const now = edit.apply(text);
  const selected = now.slice(moved.start, moved.end);
  return `${now.slice(0, moved.start)}|${selected}${moved.start === moved.end ? '' : '|'}${now.slice(moved.end)}`;
}

describe('The selection after an answer', () => {
  it('covers the new text', () => {
    assert.equal(after('a |one two.| b', ['one two.', 'eins zwei drei.']), 'a |eins zwei drei.| b');
    assert.equal(after('a |one two.| b', ['one', 'eins'], ['two', 'zwei']), 'a |eins zwei.| b');
    assert.equal(after('a |one two| b', ['two', 'zwei und drei']), 'a |one zwei und drei| b');
    assert.equal(after('|one two|', ['one two', '']), '|');
  });

  it('covers what was put in at its edges', () => {
    const text = 'a one b';
    const edit = StringEdit.of([
      { range: { start: 2, end: 2 }, text: 'the ' },
      { range: { start: 5, end: 5 }, text: '!' },
    ]);
    const { start, end } = movedSelection({ start: 2, end: 5 }, edit);
    assert.equal(edit.apply(text).slice(start, end), 'the one!');
  });

  it('moves with what happens before it, and stays where something happens behind it', () => {
    assert.equal(after('one a |two| b', ['one', 'eleven']), 'eleven a |two| b');
    assert.equal(after('|two| b one', ['one', 'eleven']), '|two| b eleven');
    assert.equal(after('|two| b', [' b', ' c d']), '|two| c d');
  });

  it('is a cursor where it was one', () => {
    assert.equal(after('a on|e two. b', ['one two.', 'eins zwei.']), 'a ei|ns zwei. b');
    assert.equal(after('a one two|. b', ['one two.', 'eins']), 'a eins| b');
    assert.equal(after('a |one b', ['one', 'eins']), 'a |eins b');
    assert.equal(after('a one| b', ['one', 'eins']), 'a eins| b');
    assert.equal(after('one a| b', ['one', 'eleven']), 'eleven a| b');
    assert.equal(after('a| b one', ['one', 'eleven']), 'a| b eleven');
  });

  it('lies within the text and keeps its direction of offsets (property)', () => {
    const sorted = fc.uniqueArray(fc.nat(40), { minLength: 2, maxLength: 8 }).map((all) => {
      return [...all].sort((first, second) => first - second);
    });
    fc.assert(
      fc.property(sorted, fc.nat(40), fc.nat(10), fc.string({ maxLength: 6 }), (offsets, from, size, put) => {
        const edits = offsets.slice(1).flatMap((end, index) => {
          return index % 2 === 0 ? [{ range: { start: offsets[index]!, end }, text: put }] : [];
        });
        const edit = StringEdit.of(edits);
        const text = 'x'.repeat(51);
        const { start, end } = movedSelection({ start: from, end: from + size }, edit);
        assert.ok(start >= 0 && start <= end && end <= edit.apply(text).length);
        if (size === 0) assert.equal(start, end);
      }),
      { numRuns: 2000 },
    );
  });
});
