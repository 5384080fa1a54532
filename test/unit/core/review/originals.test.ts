import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { newestWithin, Originals, sizeOfOriginal } from '../../../../extension/core/review/originals.js';
import { findOriginal, storeOriginal } from '../../../../extension/core/review/storedOriginal.js';
import {
  changeAfterEdit,
  changesOf,
  restoringEdit,
  stateOf,
  textAt,
  type WrittenChange,
} from '../../../../extension/core/review/writtenChange.js';
import { editsOf, textAndEdit } from '../support/arbitraries.js';

const uri = 'file:///a.txt';
const replace = (start: number, end: number, text: string): StringEdit =>
  StringEdit.replace({ start, end }, text);
const states = (changes: readonly WrittenChange[], text: string): string[] =>
  changes.map((change) => stateOf(change, textAt(text, change)));

/** What an edit of a text wrote, and the text after it. */
function written(text: string, edit: StringEdit): { changes: WrittenChange[]; after: string } {
  return { changes: changesOf(edit, ({ start, end }) => text.slice(start, end)), after: edit.apply(text) };
}

describe('originals', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  const before = 'It take two very big days.';
  const edit = StringEdit.of([...replace(3, 7, 'takes').replacements, ...replace(12, 17, '').replacements]);

  it('know what was written, what stood there, and where it lies', () => {
    const { changes, after } = written(before, edit);
    assert.equal(after, 'It takes two big days.');
    assert.deepEqual(changes, [
      { originalText: 'take', modifiedText: 'takes', range: { start: 3, end: 8 } },
      { originalText: 'very ', modifiedText: '', range: { start: 13, end: 13 } },
    ]);
    assert.equal(StringEdit.of(changes.map(restoringEdit)).apply(after), before);
  });

  it('follow native undo and redo, also of what was only removed', () => {
    const { changes, after } = written(before, edit);
    const undo = StringEdit.of(changes.map(restoringEdit));
    const undone = changes.map((change) => changeAfterEdit(change, undo));
    assert.deepEqual(states(undone, before), ['original', 'original']);
    const redone = undone.map((change) => changeAfterEdit(change, undo.inverse(after)));
    assert.deepEqual(redone, changes);
  });

  it('are not ours any more where somebody edited them', () => {
    const { changes, after } = written(before, edit);
    const typing = replace(5, 5, 'X');
    const text = typing.apply(after);
    assert.deepEqual(
      states(
        changes.map((change) => changeAfterEdit(change, typing)),
        text,
      ),
      ['changed', 'ours'],
    );
  });

  it('bring the original back among any edits made around them', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        textAndEdit.chain(([text, ours]) =>
          fc.tuple(fc.constant(text), fc.constant(ours), editsOf(ours.apply(text).length)),
        ),
        ([text, ours, typed]) => {
          const { changes, after } = written(text, ours);
          const typing = StringEdit.of(typed).withoutNoOps(after);
          const apart = changes.every(({ range }) =>
            typing.replacements.every((one) => one.range.end < range.start || one.range.start > range.end),
          );
          fc.pre(apart && changes.length > 0);
          const now = typing.apply(after);
          const moved = changes.map((change) => changeAfterEdit(change, typing));
          assert.ok(states(moved, now).every((state) => state === 'ours'));
          const restored = StringEdit.of(moved.map(restoringEdit)).apply(now);
          // The same edits, made to the original: each moved by what ours had made longer before it.
          const back = typing.replacements.map((one) => {
            const delta = changes
              .filter(({ range }) => range.end < one.range.start)
              .reduce(
                (sum, { originalText, modifiedText }) => sum + originalText.length - modifiedText.length,
                0,
              );
            return { range: { start: one.range.start + delta, end: one.range.end + delta }, text: one.text };
          });
          assert.equal(restored, StringEdit.of(back).apply(text));
          checked++;
        },
      ),
      { numRuns: 2000 },
    );
    assert.ok(checked > 500, `only ${checked} cases`);
  });

  describe('within limits', () => {
    const original = (text: string, name = uri): { uri: string; changes: WrittenChange[] } => ({
      uri: name,
      changes: [{ originalText: text, modifiedText: '', range: { start: 0, end: 0 } }],
    });

    it('forget the oldest of a document, and the oldest of all', () => {
      const originals = new Originals({ perDocument: 2, total: 10 });
      ['one', 'two', 'three'].forEach((text) => originals.add(original(text)));
      assert.deepEqual(
        originals.of(uri).map(({ changes }) => changes[0]!.originalText),
        ['two', 'three'],
      );
      originals.add(original('four', 'file:///b.txt'));
      assert.deepEqual(
        originals.list.map(({ changes }) => changes[0]!.originalText),
        ['three', 'four'],
      );
    });

    it('do not keep one that is too large, and keep those that are small', () => {
      const originals = new Originals({ perDocument: 2, total: 10 });
      originals.add(original('a much too long original'));
      assert.deepEqual(originals.list, []);
      assert.equal(sizeOfOriginal(original('four')), 4);
      assert.equal(newestWithin([original('one'), original('two')], 3).length, 1);
    });

    it('move with the edits of their own document only', () => {
      const originals = new Originals({ perDocument: 2, total: 10 });
      originals.add(original('one'));
      originals.add(original('two', 'file:///b.txt'));
      originals.edited(uri, replace(0, 0, 'abc'));
      assert.deepEqual(
        originals.list.map(({ changes }) => changes[0]!.range.start),
        [3, 0],
      );
      originals.forget((one) => one.uri === uri);
      assert.equal(originals.list.length, 1);
    });
  });

  describe('stored while their document is closed', () => {
    const text = `A beginning that is long enough to be told apart. ${before} And an end that is, too.`;
    const { changes, after } = written(
      text,
      replace(text.indexOf('take'), text.indexOf('take') + 4, 'takes'),
    );
    const stored = storeOriginal({ uri, changes }, after);

    it('are found where they were', () => {
      assert.deepEqual(findOriginal(stored, after), { uri, changes });
    });

    it('are found again where others edited the document far from them', () => {
      const moved = `Something new.\n${after}`;
      const found = findOriginal(stored, moved);
      assert.equal(found?.changes.length, 1);
      assert.equal(textAt(moved, found.changes[0]!), 'takes');
    });

    it('are not found where the place was edited, or where it cannot be told which one it is', () => {
      assert.equal(findOriginal(stored, after.replace('takes', 'took')), undefined);
      assert.equal(findOriginal(stored, `x${after}${after}`), undefined);
    });
  });
});
