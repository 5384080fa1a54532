import { strict as assert } from 'node:assert';
import { diffWords } from '../../../../extension/core/edits/diffWords.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import type { TextEdit } from '../../../../extension/core/edits/textEdit.js';
import {
  hunkAt,
  isUnderReview,
  nextHunk,
  previousHunk,
} from '../../../../extension/core/review/reviewQueries.js';
import { reviewStep, startReview } from '../../../../extension/core/review/reviewSession.js';
import type { EditReason, ReviewEvent, ReviewState } from '../../../../extension/core/review/reviewState.js';

const original = 'It take two days, I thinks so.';
const modified = 'It takes two weeks, I think so.';

const start = (before = original, after = modified): ReviewState =>
  startReview(before, diffWords(before, after));
const statuses = (state: ReviewState): string[] => state.hunks.map(({ status }) => status);
const liveTexts = (state: ReviewState): string[] =>
  state.hunks.map(({ range }) => state.text.slice(range.start, range.end));

/** Dispatches an event and, as an editor would, makes the edits it asks for. */
function dispatch(state: ReviewState, event: ReviewEvent): ReviewState {
  const step = reviewStep(state, event);
  return step.edits.length === 0 ? step.state : edited(step.state, step.edits);
}

function edited(state: ReviewState, changes: readonly TextEdit[], reason: EditReason = 'other'): ReviewState {
  return reviewStep(state, { type: 'documentEdited', changes, reason }).state;
}

function typed(state: ReviewState, at: number, text: string, length = 0): ReviewState {
  return edited(state, [{ range: { start: at, end: at + length }, text }]);
}

describe('review session', () => {
  it('starts with our text in the document and every hunk pending', () => {
    const state = start();
    assert.equal(state.text, modified);
    assert.deepEqual(statuses(state), ['pending', 'pending', 'pending']);
    assert.deepEqual(liveTexts(state), ['takes', 'weeks', 'think']);
    assert.equal(state.ended, undefined);
  });

  it('without hunks is over at once', () => {
    assert.equal(startReview('same', []).ended, 'resolved');
  });

  it('keeps without an edit, and ends with the last decision', () => {
    let state = start();
    for (const id of [0, 2, 1]) {
      assert.equal(state.ended, undefined);
      const step = reviewStep(state, { type: 'keepHunk', id });
      assert.deepEqual(step.edits, []);
      state = step.state;
    }
    assert.equal(state.text, modified);
    assert.deepEqual(statuses(state), ['kept', 'kept', 'kept']);
    assert.equal(state.ended, 'resolved');
  });

  it('undoes one hunk with one edit and moves the ones behind it', () => {
    const step = reviewStep(start(), { type: 'undoHunk', id: 1 });
    assert.deepEqual(step.edits, [{ range: { start: 13, end: 18 }, text: 'days' }]);
    assert.deepEqual(statuses(step.state), ['pending', 'pending', 'pending']);
    const state = edited(step.state, step.edits);
    assert.equal(state.text, 'It takes two days, I think so.');
    assert.deepEqual(statuses(state), ['pending', 'undone', 'pending']);
    assert.deepEqual(liveTexts(state), ['takes', 'days', 'think']);
  });

  it('recognises its own edits however the editor reports them', () => {
    const { state } = reviewStep(start(), { type: 'undoHunk', id: 0 });
    const after = edited(state, [{ range: { start: 7, end: 8 }, text: '' }]);
    assert.deepEqual(statuses(after), ['undone', 'pending', 'pending']);
  });

  it('undoes all with one list of edits that gives the original', () => {
    const step = reviewStep(start(), { type: 'undoAll' });
    assert.equal(step.edits.length, 3);
    const state = edited(step.state, step.edits);
    assert.equal(state.text, original);
    assert.deepEqual(statuses(state), ['undone', 'undone', 'undone']);
    assert.equal(state.ended, 'resolved');
  });

  it('leaves decided hunks alone when the rest is undone or kept', () => {
    const first = dispatch(start(), { type: 'keepHunk', id: 0 });
    const undone = dispatch(first, { type: 'undoAll' });
    assert.equal(undone.text, 'It takes two days, I thinks so.');
    assert.deepEqual(statuses(undone), ['kept', 'undone', 'undone']);
    const kept = dispatch(dispatch(start(), { type: 'undoHunk', id: 0 }), { type: 'keepAll' });
    assert.deepEqual(statuses(kept), ['undone', 'kept', 'kept']);
  });

  it('asks for nothing for a hunk that is decided or unknown', () => {
    const state = dispatch(start(), { type: 'keepHunk', id: 1 });
    assert.deepEqual(reviewStep(state, { type: 'undoHunk', id: 1 }).edits, []);
    assert.deepEqual(reviewStep(state, { type: 'undoHunk', id: 9 }), { state, edits: [] });
  });

  it('never overwrites text that is not ours, even if an edit was missed', () => {
    const missed: ReviewState = { ...start(), text: modified.replace('weeks', 'years') };
    assert.deepEqual(reviewStep(missed, { type: 'undoHunk', id: 1 }).edits, []);
    assert.equal(reviewStep(missed, { type: 'undoAll' }).edits.length, 2);
  });

  it('keeps a hunk pending when the editor refuses the edits', () => {
    const step = reviewStep(start(), { type: 'undoHunk', id: 1 });
    const state = reviewStep(step.state, { type: 'editsRefused' }).state;
    assert.deepEqual(state, start());
  });

  it('still recognises its edits after somebody typed elsewhere in between', () => {
    const { state } = reviewStep(start(), { type: 'undoHunk', id: 0 });
    const between = typed(state, 0, 'Well: ');
    const after = edited(between, [{ range: { start: 13, end: 14 }, text: '' }]);
    assert.equal(after.text, `Well: ${modified.replace('takes', 'take')}`);
    assert.deepEqual(statuses(after), ['undone', 'pending', 'pending']);
  });

  describe('a user’s edit', () => {
    it('elsewhere moves the hunks', () => {
      const state = typed(typed(start(), 0, 'Yes. '), 18, '', 0);
      assert.deepEqual(liveTexts(state), ['takes', 'weeks', 'think']);
      assert.deepEqual(statuses(state), ['pending', 'pending', 'pending']);
      assert.equal(dispatch(state, { type: 'undoAll' }).text, `Yes. ${original}`);
    });

    it('inside a hunk accepts it, and undo leaves it alone', () => {
      const state = typed(start(), 15, 'X');
      assert.deepEqual(statuses(state), ['pending', 'accepted-by-edit', 'pending']);
      assert.equal(dispatch(state, { type: 'undoAll' }).text, 'It take two weXeks, I thinks so.');
      assert.deepEqual(reviewStep(state, { type: 'undoHunk', id: 1 }).edits, []);
    });

    it('that deletes a hunk, or across its edge, accepts it', () => {
      assert.deepEqual(statuses(typed(start(), 13, '', 5)), ['pending', 'accepted-by-edit', 'pending']);
      assert.deepEqual(statuses(typed(start(), 11, 'o', 4)), ['pending', 'accepted-by-edit', 'pending']);
      assert.deepEqual(statuses(typed(start(), 6, '-', 9)), [
        'accepted-by-edit',
        'accepted-by-edit',
        'pending',
      ]);
    });

    it('that only touches an edge is outside (touching-edge rule)', () => {
      const left = typed(start(), 13, 'long ');
      assert.deepEqual(liveTexts(left), ['takes', 'weeks', 'think']);
      assert.equal(dispatch(left, { type: 'undoAll' }).text, 'It take two long days, I thinks so.');
      const right = typed(start(), 18, ' or so');
      assert.deepEqual(liveTexts(right), ['takes', 'weeks', 'think']);
      assert.equal(dispatch(right, { type: 'undoAll' }).text, 'It take two days or so, I thinks so.');
      const removed = typed(typed(start(), 18, '', 1), 12, '', 1);
      assert.deepEqual(statuses(removed), ['pending', 'pending', 'pending']);
      assert.equal(dispatch(removed, { type: 'undoAll' }).text, 'It take twodays I thinks so.');
    });

    it('at a deletion counts as before it', () => {
      const state = typed(start('a very big dog', 'a big dog'), 2, 'nice ');
      assert.deepEqual(statuses(state), ['pending']);
      const undone = dispatch(state, { type: 'undoAll' });
      assert.equal(undone.text, 'a nice very big dog');
      assert.deepEqual(statuses(typed(start('a very big dog', 'a big dog'), 1, '', 3)), ['accepted-by-edit']);
    });

    it('that puts the old text back undoes the hunk', () => {
      const state = typed(start(), 13, 'days', 5);
      assert.deepEqual(statuses(state), ['pending', 'undone', 'pending']);
    });

    it('that changes nothing does nothing', () => {
      const state = start();
      assert.equal(typed(state, 14, 'ee', 2), state);
    });

    it('of several places at once is taken as one', () => {
      const state = edited(start(), [
        { range: { start: 27, end: 31 }, text: '' },
        { range: { start: 14, end: 15 }, text: 'E' },
        { range: { start: 0, end: 2 }, text: 'This' },
      ]);
      assert.equal(state.text, 'This takes two wEeks, I think');
      assert.deepEqual(statuses(state), ['pending', 'accepted-by-edit', 'pending']);
      assert.deepEqual(liveTexts(state), ['takes', 'wEeks', 'think']);
    });
  });

  describe('native undo', () => {
    const back = (state: ReviewState): readonly TextEdit[] =>
      StringEdit.of(state.hunks.map(({ range, originalText: text }) => ({ range, text }))).replacements;

    it('back to the original ends the session', () => {
      const state = edited(start(), back(start()), 'undo');
      assert.equal(state.ended, 'restored');
      assert.equal(state.text, original);
    });

    it('ends it also when the user’s own edits were undone before', () => {
      const typing = typed(start(), 15, 'X');
      const once = edited(typing, [{ range: { start: 15, end: 16 }, text: '' }], 'undo');
      assert.equal(once.ended, undefined);
      assert.equal(edited(once, back(start()), 'undo').ended, 'restored');
    });

    it('that does not reach the original leaves the session open', () => {
      const typing = typed(start(), 0, 'So: ');
      assert.equal(edited(typing, [{ range: { start: 0, end: 2 }, text: '' }], 'undo').ended, undefined);
    });

    it('is followed by a redo that reopens nothing', () => {
      const ended = edited(start(), back(start()), 'undo');
      const again = reviewStep(ended, {
        type: 'documentEdited',
        changes: [{ range: { start: 3, end: 7 }, text: 'takes' }],
        reason: 'redo',
      });
      assert.equal(again.state, ended);
      assert.deepEqual(again.edits, []);
    });
  });

  it('can be ended, and then does nothing more', () => {
    const ended = dispatch(start(), { type: 'end' });
    assert.equal(ended.ended, 'closed');
    assert.deepEqual(reviewStep(ended, { type: 'undoAll' }), { state: ended, edits: [] });
    assert.equal(typed(ended, 0, 'x'), ended);
  });

  describe('queries', () => {
    it('find the hunk at the cursor, the next and the previous one, going round', () => {
      const state = dispatch(start(), { type: 'keepHunk', id: 1 });
      assert.equal(hunkAt(state, 3)?.id, 0);
      assert.equal(hunkAt(state, 8)?.id, 0);
      assert.equal(hunkAt(state, 15), undefined);
      assert.equal(nextHunk(state, 3)?.id, 2);
      assert.equal(nextHunk(state, 30)?.id, 0);
      assert.equal(previousHunk(state, 22)?.id, 0);
      assert.equal(previousHunk(state, 3)?.id, 2);
    });

    it('tell whether a range is under review', () => {
      const state = start();
      assert.ok(isUnderReview(state, { start: 0, end: 3 }));
      assert.ok(!isUnderReview(state, { start: 9, end: 12 }));
      assert.ok(!isUnderReview(dispatch(state, { type: 'keepAll' }), { start: 0, end: 30 }));
    });
  });

  it('ends when the undone hunks cancel each other', () => {
    const deleted = { originalRange: { start: 0, end: 1 }, modifiedRange: { start: 0, end: 0 } };
    const inserted = { originalRange: { start: 1, end: 1 }, modifiedRange: { start: 0, end: 1 } };
    const step = reviewStep(
      startReview('{', [
        { ...deleted, originalText: '{', modifiedText: '' },
        { ...inserted, originalText: '', modifiedText: '{' },
      ]),
      { type: 'undoAll' },
    );
    const { state } = reviewStep(step.state, {
      type: 'documentEdited',
      changes: step.edits,
      reason: 'other',
    });
    assert.equal(state.text, '{');
    assert.equal(state.ended, 'resolved');
  });
});
