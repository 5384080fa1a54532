import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { editOf } from '../../../../extension/core/edits/hunk.js';
import { sliceOf } from '../../../../extension/core/text/offsetRange.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import {
  runAfterEdit,
  startRun,
  tryApply,
  type PendingRun,
  type RunOutcome,
} from '../../../../extension/core/review/pendingRun.js';
import { reviewStep, startReview } from '../../../../extension/core/review/reviewSession.js';
import { editsOf } from '../support/arbitraries.js';

const document = 'Intro. He go home now. Middle. It take two days. End.';
const rangeOf = (part: string): { start: number; end: number } => {
  const start = document.indexOf(part);
  return { start, end: start + part.length };
};
const first = rangeOf('He go home now.');
const second = rangeOf('It take two days.');
const results = ['He goes home now.', 'It takes two days.'];

const run = (): PendingRun => startRun(document, [second, first]);
const typed = (state: PendingRun, at: number, text: string, length = 0): PendingRun =>
  runAfterEdit(state, [{ range: { start: at, end: at + length }, text }]);
const applied = (state: PendingRun, outcome: RunOutcome): string => {
  assert.ok(outcome.kind === 'apply');
  return StringEdit.of(outcome.hunks.map(editOf)).apply(state.text);
};

describe('pending run', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('takes a snapshot of the selections in order', () => {
    assert.deepEqual(
      run().ranges.map(({ text, stale }) => [text, stale]),
      [
        ['He go home now.', false],
        ['It take two days.', false],
      ],
    );
  });

  it('refuses selections that overlap or lie beyond the text', () => {
    assert.throws(
      () =>
        startRun('abc', [
          { start: 0, end: 2 },
          { start: 1, end: 3 },
        ]),
      RangeError,
    );
    assert.throws(() => startRun('abc', [{ start: 0, end: 4 }]), RangeError);
  });

  it('applies minimal edits to all ranges when nothing happened', () => {
    const state = run();
    const outcome = tryApply(state, results);
    assert.equal(applied(state, outcome), 'Intro. He goes home now. Middle. It takes two days. End.');
    assert.ok(outcome.kind === 'apply');
    assert.deepEqual(
      outcome.hunks.map(({ originalText, modifiedText }) => [originalText, modifiedText]),
      [
        ['go', 'goes'],
        ['take', 'takes'],
      ],
    );
  });

  it('says that nothing changed', () => {
    assert.deepEqual(
      tryApply(
        run(),
        run().ranges.map(({ text }) => text),
      ),
      { kind: 'unchanged' },
    );
  });

  it('follows edits made elsewhere, edges included', () => {
    let state = typed(run(), 0, 'A long ');
    state = typed(state, first.start + 7, '>');
    state = typed(state, first.end + 8, '<');
    assert.deepEqual(
      state.ranges.map(({ range, stale }) => [sliceOf(state.text, range), stale]),
      [
        ['He go home now.', false],
        ['It take two days.', false],
      ],
    );
    assert.equal(
      applied(state, tryApply(state, results)),
      'A long Intro. >He goes home now.< Middle. It takes two days. End.',
    );
  });

  it('marks a range stale that somebody edited inside, and only that one', () => {
    const state = typed(run(), first.start + 3, 'will ');
    assert.deepEqual(
      state.ranges.map(({ range, stale }) => [sliceOf(state.text, range), stale]),
      [
        ['He will go home now.', true],
        ['It take two days.', false],
      ],
    );
  });

  it('still applies when the edit inside lies apart from what the result changes', () => {
    const state = typed(run(), first.end - 4, 'right ');
    assert.equal(
      applied(state, tryApply(state, results)),
      'Intro. He goes home right now. Middle. It takes two days. End.',
    );
  });

  it('writes nothing when both changed the same word, or touching words', () => {
    const same = typed(run(), first.start + 4, 'ing', 1);
    const outcome = tryApply(same, results);
    assert.ok(outcome.kind === 'conflict');
    assert.deepEqual(
      outcome.ranges.map(({ text }) => text),
      ['He go home now.'],
    );
    const touching = typed(run(), first.start + 5, 'es');
    assert.equal(tryApply(touching, results).kind, 'conflict');
    const deleted = typed(run(), 0, '', document.length);
    const all = tryApply(deleted, results);
    assert.ok(all.kind === 'conflict' && all.ranges.length === 2);
  });

  it('lets text typed at the edge of a range touch a word that the result changes there', () => {
    const state = typed(run(), first.start, '>');
    const outcome = tryApply(state, ['She goes home now.', 'It take two days.']);
    assert.equal(applied(state, outcome), 'Intro. >She goes home now. Middle. It take two days. End.');
  });

  it('forgets an edit that was taken back', () => {
    const state = typed(typed(run(), first.start + 4, 'X'), first.start + 4, '', 1);
    assert.equal(
      applied(state, tryApply(state, results)),
      'Intro. He goes home now. Middle. It takes two days. End.',
    );
  });

  it('refuses a wrong number of results', () => {
    assert.throws(() => tryApply(run(), ['one']), RangeError);
  });

  it('applies in the middle of any typing, and the review can take it back', () => {
    let appliedCount = 0;
    const strokes = editsOf(document.length + 5, 3);
    fc.assert(
      fc.property(strokes, strokes, (...rounds) => {
        let state = run();
        for (const edits of rounds) {
          state = runAfterEdit(
            state,
            edits.filter(({ range }) => range.end <= state.text.length),
          );
        }
        assert.equal(state.edits.apply(document), state.text);
        for (const { range, stale, text } of state.ranges) {
          assert.ok(stale || sliceOf(state.text, range) === text);
        }
        const outcome = tryApply(state, results);
        if (outcome.kind !== 'apply') {
          assert.ok(state.ranges.some(({ stale }) => stale));
          return;
        }
        for (const { originalRange, originalText } of outcome.hunks) {
          assert.equal(sliceOf(state.text, originalRange), originalText);
        }
        const review = startReview(state.text, outcome.hunks);
        assert.equal(
          StringEdit.of(reviewStep(review, { type: 'undoAll' }).edits).apply(review.text),
          state.text,
        );
        appliedCount++;
      }),
      { numRuns: 1500 },
    );
    assert.ok(appliedCount > 200, `only ${appliedCount} cases applied`);
  });
});
