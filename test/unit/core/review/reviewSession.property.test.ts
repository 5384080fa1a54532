import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Hunk } from '../../../../extension/core/edits/hunk.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { tryRebase } from '../../../../extension/core/edits/rebase.js';
import type { TextEdit } from '../../../../extension/core/edits/textEdit.js';
import { reviewStep, startReview } from '../../../../extension/core/review/reviewSession.js';
import type { ReviewState } from '../../../../extension/core/review/reviewState.js';
import { CellDocument } from '../support/cellDocument.js';

interface Scene {
  readonly original: string;
  readonly hunks: readonly Hunk[];
  /** Where and what the user types, as fractions of the length that the document has by then. */
  readonly typing: readonly { readonly at: number; readonly length: number; readonly text: string }[];
}

const small = fc.string({ maxLength: 5 });

/** A text, hunks that change parts of it (all lengths, also touching and empty ones), and a user who types. */
const scene: fc.Arbitrary<Scene> = fc
  .record({
    head: small,
    parts: fc.array(fc.record({ before: small, after: small, gap: small }), { minLength: 1, maxLength: 4 }),
    typing: fc.array(fc.record({ at: fc.nat(60), length: fc.nat(4), text: fc.string({ maxLength: 3 }) }), {
      maxLength: 5,
    }),
  })
  .map(({ head, parts, typing }) => {
    let original = head;
    let delta = 0;
    const hunks: Hunk[] = [];
    for (const { before, after, gap } of parts) {
      if (before !== after) {
        const start = original.length;
        const modifiedStart = start + delta;
        hunks.push({
          originalRange: { start, end: start + before.length },
          modifiedRange: { start: modifiedStart, end: modifiedStart + after.length },
          originalText: before,
          modifiedText: after,
        });
        delta += after.length - before.length;
      }
      original += before + gap;
    }
    return { original, hunks, typing };
  });

function userEdit(text: string, { at, length, text: typed }: Scene['typing'][number]): TextEdit {
  const start = at % (text.length + 1);
  return { range: { start, end: Math.min(text.length, start + length) }, text: typed };
}

/** Whether an edit happens to be the exact opposite of a pending hunk, which undoes it instead of accepting it. */
function isOpposite(state: ReviewState, edit: TextEdit): boolean {
  return state.hunks.some(
    ({ range, originalText }) =>
      range.start === edit.range.start && range.end === edit.range.end && originalText === edit.text,
  );
}

describe('review session, any edits', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('undoing the rest gives the user’s edits on the original', () => {
    let withPending = 0;
    let withAccepted = 0;
    fc.assert(
      fc.property(scene, ({ original, hunks, typing }) => {
        let state = startReview(original, hunks);
        let model = CellDocument.of(original, hunks);
        for (const strokes of typing) {
          const edit = userEdit(state.text, strokes);
          if (isOpposite(state, edit) || state.text.slice(edit.range.start, edit.range.end) === edit.text) {
            continue;
          }
          state = reviewStep(state, { type: 'documentEdited', changes: [edit], reason: 'other' }).state;
          if (state.ended !== undefined) {
            return;
          }
          model = model.edited(edit);
          assert.equal(state.text, model.text());
          const pending = state.hunks.filter(({ status }) => status === 'pending');
          assert.deepEqual(
            pending.map(({ id }) => id),
            model.intact,
          );
          withAccepted += pending.length < hunks.length ? 1 : 0;
        }
        const step = reviewStep(state, { type: 'undoAll' });
        const result = StringEdit.of(step.edits).apply(state.text);
        assert.equal(result, model.text(true));
        withPending += step.edits.length > 0 && typing.length > 0 ? 1 : 0;
        const after = reviewStep(step.state, {
          type: 'documentEdited',
          changes: step.edits,
          reason: 'other',
        }).state;
        assert.equal(after.ended, 'resolved');
      }),
      { numRuns: 10_000 },
    );
    assert.ok(withPending > 3000 && withAccepted > 3000, `${withPending} pending, ${withAccepted} accepted`);
  });

  it('agrees with rebasing the user’s edits over the inverse of ours', () => {
    let checked = 0;
    fc.assert(
      fc.property(scene, ({ original, hunks, typing }) => {
        const ours = StringEdit.of(
          hunks.map(({ originalRange: range, modifiedText: text }) => ({ range, text })),
        );
        let state = startReview(original, hunks);
        let typed = StringEdit.empty;
        for (const strokes of typing) {
          const edit = userEdit(state.text, strokes);
          typed = typed.compose(StringEdit.of([edit]));
          state = reviewStep(state, { type: 'documentEdited', changes: [edit], reason: 'other' }).state;
        }
        fc.pre(state.ended === undefined && state.hunks.every(({ status }) => status === 'pending'));
        // Typing that touches a deletion is left to the model above: composed edits no longer know on which side it was.
        const onOriginal = tryRebase(typed, ours.inverse(original), { touching: 'conflict' });
        fc.pre(onOriginal !== undefined);
        const { edits } = reviewStep(state, { type: 'undoAll' });
        assert.equal(StringEdit.of(edits).apply(state.text), onOriginal.apply(original));
        checked++;
      }),
      { numRuns: 2000 },
    );
    assert.ok(checked > 500, `only ${checked} cases`);
  });

  it('undoing hunks one by one in any order gives what undoing all gives', () => {
    fc.assert(
      fc.property(scene, fc.infiniteStream(fc.nat()), ({ original, hunks }, order) => {
        let state = startReview(original, hunks);
        while (state.ended === undefined) {
          const pending = state.hunks.filter(({ status }) => status === 'pending');
          const { id } = pending[order.next().value! % pending.length]!;
          const step = reviewStep(state, { type: 'undoHunk', id });
          state = reviewStep(step.state, {
            type: 'documentEdited',
            changes: step.edits,
            reason: 'other',
          }).state;
        }
        assert.equal(state.text, original);
        assert.ok(state.hunks.every(({ status }) => status === 'undone'));
      }),
      { numRuns: 1000 },
    );
  });
});
