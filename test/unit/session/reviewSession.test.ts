import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { StringEdit } from '../../../extension/core/edits/stringEdit.js';
import { ReviewSession } from '../../../extension/session/review/reviewSession.js';

/** A document as far as a session sees it. */
class Model {
  public version = 1;

  public constructor(public text: string) {}

  public open(edit: StringEdit): ReviewSession {
    const read = ({ start, end }: { start: number; end: number }): string => this.text.slice(start, end);
    return new ReviewSession(1, this as unknown as vscode.TextDocument, edit, read, this.text.length);
  }

  public apply(edit: StringEdit, session: ReviewSession, reason: 'undo' | 'other' = 'other'): void {
    this.text = edit.apply(this.text);
    this.version++;
    session.documentEdited(edit, reason);
  }
}

const replace = (text: string, word: string, replacement: string): StringEdit => {
  const start = text.indexOf(word);
  assert.ok(start >= 0, `“${word}” is in “${text}”`);
  return StringEdit.replace({ start, end: start + word.length }, replacement);
};

describe('Review session', () => {
  const before = `${'x '.repeat(200)}one two three${' y'.repeat(200)}`;

  function opened(): { model: Model; session: ReviewSession } {
    const model = new Model(before);
    const edit = StringEdit.of([
      ...replace(before, 'one', 'uno').replacements,
      ...replace(before, 'three', 'tres').replacements,
    ]);
    const session = model.open(edit);
    assert.equal(session.isOpen, false, 'nothing to review before the document shows the edit');
    assert.deepEqual(session.pending, []);
    model.apply(edit, session);
    return { model, session };
  }

  it('opens when the document shows the edit', () => {
    const { model, session } = opened();
    assert.ok(session.isOpen);
    const texts = session.pending.map(({ range }) => model.text.slice(range.start, range.end));
    assert.deepEqual(texts, ['uno', 'tres']);
  });

  it('does not open if somebody else edited in that moment', () => {
    const model = new Model(before);
    const session = model.open(replace(before, 'one', 'uno'));
    model.apply(replace(before, 'two', '2'), session);
    assert.equal(session.isOpen, false);
    assert.equal(session.isWaiting, false);
  });

  it('moves with edits far away, and asks for its undo at the right place', () => {
    const { model, session } = opened();
    model.apply(StringEdit.replace({ start: 0, end: 100 }, 'a new beginning '), session);
    model.apply(StringEdit.replace({ start: model.text.length, end: model.text.length }, ' end'), session);
    const undo = StringEdit.of(session.dispatch({ type: 'undoAll' }));
    model.apply(undo, session);
    assert.equal(model.text, `a new beginning ${before.slice(100)} end`);
    assert.equal(session.isOpen, false);
  });

  it('ends when native undo brings the original back', () => {
    const { model, session } = opened();
    const back = StringEdit.of([
      ...replace(model.text, 'uno', 'one').replacements,
      ...replace(model.text, 'tres', 'three').replacements,
    ]);
    model.apply(back, session, 'undo');
    assert.equal(session.isOpen, false);
  });

  it('ends with the text it was about', () => {
    const { model, session } = opened();
    model.apply(StringEdit.replace({ start: 0, end: model.text.length }, ''), session);
    assert.deepEqual(session.pending, []);
    assert.equal(session.isOpen, false);
  });
});
