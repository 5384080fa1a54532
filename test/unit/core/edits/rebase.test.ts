import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { overlaps } from '../../../../extension/core/text/offsetRange.js';
import { rebase, tryRebase } from '../../../../extension/core/edits/rebase.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { editsOf } from '../support/arbitraries.js';

const replace = (start: number, end: number, text: string): StringEdit =>
  StringEdit.replace({ start, end }, text);

const concurrent = fc.string({ maxLength: 30 }).chain((text) =>
  fc.tuple(
    fc.constant(text),
    editsOf(text.length).map((edits) => StringEdit.of(edits)),
    editsOf(text.length).map((edits) => StringEdit.of(edits)),
  ),
);

describe('rebase', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('moves our edit by what was typed before it', () => {
    const ours = replace(4, 7, 'dog');
    const base = replace(0, 0, 'Oh, ');
    assert.equal(tryRebase(ours, base)?.apply(base.apply('the cat')), 'Oh, the dog');
  });

  it('finds edits that overlap', () => {
    const ours = replace(4, 7, 'dog');
    assert.equal(tryRebase(ours, replace(6, 8, '')), undefined);
    assert.equal(tryRebase(ours, replace(5, 5, 'x')), undefined);
    assert.equal(tryRebase(replace(5, 5, 'x'), ours), undefined);
    assert.equal(tryRebase(ours, replace(4, 7, 'cow')), undefined);
  });

  it('lets edits touch unless told otherwise', () => {
    const ours = replace(4, 7, 'dog');
    for (const base of [replace(4, 4, 'x'), replace(7, 7, 'x'), replace(3, 4, ''), replace(7, 8, '')]) {
      assert.notEqual(tryRebase(ours, base), undefined);
      assert.equal(tryRebase(ours, base, { touching: 'conflict' }), undefined);
    }
  });

  it('puts our insertion where the tie says', () => {
    const base = replace(1, 1, 'B');
    assert.equal(rebase(replace(1, 1, 'O'), base, { tie: 'after' }).edit.apply(base.apply('--')), '-BO-');
    assert.equal(rebase(replace(1, 1, 'O'), base, { tie: 'before' }).edit.apply(base.apply('--')), '-OB-');
  });

  it('carries over what is not in conflict and lists the rest', () => {
    const ours = StringEdit.of([
      { range: { start: 0, end: 1 }, text: 'A' },
      { range: { start: 2, end: 4 }, text: 'CD' },
      { range: { start: 6, end: 7 }, text: 'G' },
    ]);
    const base = replace(3, 5, 'xyz');
    const { edit, conflicts } = rebase(ours, base);
    assert.equal(edit.apply(base.apply('abcdefg')), 'AbcxyzfG');
    assert.deepEqual(conflicts, [{ range: { start: 2, end: 4 }, text: 'CD' }]);
  });

  it('comes to the same text in either order, unless edits overlap', () => {
    let agreed = 0;
    fc.assert(
      fc.property(concurrent, ([text, ours, base]) => {
        const forward = tryRebase(ours, base, { tie: 'after' });
        const backward = tryRebase(base, ours, { tie: 'before' });
        const disturbed = ours.replacements.some((edit) =>
          base.replacements.some(({ range }) => overlaps(edit.range, range)),
        );
        assert.equal(forward === undefined, disturbed);
        assert.equal(backward === undefined, disturbed);
        if (forward !== undefined && backward !== undefined) {
          assert.equal(base.compose(forward).apply(text), ours.compose(backward).apply(text));
          agreed++;
        }
      }),
      { numRuns: 4000 },
    );
    assert.ok(agreed > 400, `only ${agreed} cases without overlap`);
  });

  it('over an empty change is the edit itself', () => {
    fc.assert(
      fc.property(concurrent, ([, ours]) => {
        assert.deepEqual(tryRebase(ours, StringEdit.empty), ours);
        assert.deepEqual(tryRebase(StringEdit.empty, ours), StringEdit.empty);
      }),
    );
  });
});
