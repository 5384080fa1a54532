import assert from 'node:assert/strict';
import fc from 'fast-check';
import type * as vscode from 'vscode';
import { StringEdit } from '../../../extension/core/edits/stringEdit.js';
import { minimalEdits } from '../../../extension/core/edits/minimalEdits.js';
import { ReviewSession } from '../../../extension/session/review/reviewSession.js';

/** A document as far as a session sees it. */
class Model {
  public version = 1;

  public constructor(public text: string) {}

  public open(edit: StringEdit, given?: ConstructorParameters<typeof ReviewSession>[5]): ReviewSession {
    const read = ({ start, end }: { start: number; end: number }): string => this.text.slice(start, end);
    return new ReviewSession(1, this as unknown as vscode.TextDocument, edit, read, this.text.length, given);
  }

  public apply(edit: StringEdit, ...sessions: readonly ReviewSession[]): void {
    this.text = edit.apply(this.text);
    this.version++;
    sessions.forEach((session) => session.documentEdited(edit, 'other'));
  }
}

const change = (before: string, after: string): StringEdit => StringEdit.of(minimalEdits(before, after));

describe('An answer in the place of another one', () => {
  const around = 'x '.repeat(100);
  const original = `${around}one two three four five. ${around}`;
  const first = `${around}uno two tres four five. ${around}`;
  const second = `${around}one dos three cuatro. ${around}`;

  function replaced(): { model: Model; session: ReviewSession } {
    const model = new Model(original);
    const earlier = model.open(change(original, first));
    model.apply(change(original, first), earlier);
    const takenBack = change(first, original);
    const within = { start: around.length, end: first.length - around.length };
    const session = model.open(change(original, second), { takenBack, within, replaces: [earlier] });
    model.apply(change(first, second), session);
    return { model, session };
  }

  it('is reviewed against the original text', () => {
    const { model, session } = replaced();
    assert.equal(model.text, second);
    assert.ok(session.isOpen);
    const texts = session.pending.map(({ originalText, modifiedText }) => [originalText, modifiedText]);
    assert.deepEqual(texts, [
      ['two', 'dos'],
      ['four five', 'cuatro'],
    ]);
  });

  it('is undone to the original text', () => {
    const { model, session } = replaced();
    model.apply(StringEdit.of(session.dispatch({ type: 'undoAll' })), session);
    assert.equal(model.text, original);
    assert.equal(session.isOpen, false);
  });

  it('that is the original itself leaves nothing to review', () => {
    const model = new Model(first);
    const takenBack = change(first, original);
    const within = { start: around.length, end: first.length - around.length };
    const session = model.open(StringEdit.empty, { takenBack, within, replaces: [] });
    assert.ok(session.isWaiting);
    model.apply(takenBack, session);
    assert.ok(session.isApplied);
    assert.equal(session.isOpen, false);
  });

  it('does not open if somebody else edited in that moment', () => {
    const model = new Model(first);
    const takenBack = change(first, original);
    const within = { start: around.length, end: first.length - around.length };
    const session = model.open(change(original, second), { takenBack, within, replaces: [] });
    model.apply(StringEdit.replace({ start: 0, end: 0 }, 'typed '), session);
    assert.equal(session.isWaiting, false);
    assert.equal(session.isOpen, false);
  });

  it('goes back to the original from any answer, after any answer (property)', function () {
    this.timeout(60_000);
    const text = fc
      .array(fc.constantFrom('one', 'two', 'drei', '四', '👩‍👩‍👧‍👦', '.', '\n'), { minLength: 1, maxLength: 12 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, text, (source, answer, other) => {
        const brought = (wanted: string): string => change(source, wanted).apply(source);
        const [shown, next] = [brought(answer), brought(other)];
        fc.pre(shown !== next);
        const model = new Model(`${around}${shown}${around}`);
        const at = (edit: StringEdit): StringEdit =>
          StringEdit.of(
            edit.replacements.map(({ range, text: inserted }) => ({
              range: { start: range.start + around.length, end: range.end + around.length },
              text: inserted,
            })),
          );
        const takenBack = StringEdit.replace(
          { start: around.length, end: around.length + shown.length },
          source,
        );
        const within = { start: around.length, end: around.length + shown.length };
        const session = model.open(at(change(source, next)), { takenBack, within, replaces: [] });
        model.apply(takenBack.compose(at(change(source, next))), session);
        assert.equal(model.text, `${around}${next}${around}`);
        assert.ok(session.isApplied);
        model.apply(StringEdit.of(session.dispatch({ type: 'undoAll' })), session);
        assert.equal(model.text, `${around}${source}${around}`);
      }),
      { numRuns: 200 },
    );
  });
});
