import * as vscode from 'vscode';
import { minimalEdits } from '../../core/edits/minimalEdits.js';
import { overlapsOrTouches, shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import type { EditReason } from '../../core/review/reviewState.js';
import { changesOf, type WrittenChange } from '../../core/review/writtenChange.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { lengthOfDocument, rangeIn, type UndoStops } from '../../editor/textRanges.js';
import { applyEditsKeepingSelections } from './keptSelections.js';
import { ReviewSession, type GivenAnswer, type PendingChange, type ReviewEnd } from './reviewSession.js';

/** Which changes of a document are meant: one or some of a session, those of a session, or (without either) all. */
export interface ChangeChoice {
  readonly sessionId?: number | undefined;
  readonly hunkId?: number | undefined;
  readonly hunkIds?: readonly number[] | undefined;
}

/** An answer that has been written into a document. */
export interface WrittenChanges {
  readonly document: vscode.TextDocument;
  /** The review that was opened, if any. */
  readonly sessionId?: number;
  /** In order of their places. */
  readonly changes: readonly WrittenChange[];
}

/** Applies answers to documents and keeps the sessions in which they are reviewed. */
export class ReviewController implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.TextDocument>());
  private readonly written = this.store.add(new vscode.EventEmitter<WrittenChanges>());
  private readonly withdrawn = this.store.add(new vscode.EventEmitter<readonly ReviewSession[]>());
  private readonly ended = this.store.add(
    new vscode.EventEmitter<{ readonly document: vscode.TextDocument; readonly end: ReviewEnd }>(),
  );
  private sessions: ReviewSession[] = [];
  private count = 0;

  /** Fires with the document when its changes have moved, come or gone. */
  public readonly onChange = this.changed.event;

  /** Fires when an answer is in a document, and when one is there again. */
  public readonly onWritten = this.written.event;

  /** Fires when the answers of sessions give way to others. */
  public readonly onWithdrawn = this.withdrawn.event;

  /** Fires when everything in a review is decided, or it ends for another reason. */
  public readonly onEnded = this.ended.event;

  public constructor() {
    this.store.add(vscode.workspace.onDidChangeTextDocument((event) => this.documentEdited(event)));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.sessionsIn(document).forEach((session) => session.dispatch({ type: 'end' }));
        this.settle(document);
      }),
    );
  }

  /** The documents that have changes that wait for a decision. */
  public get documents(): readonly vscode.TextDocument[] {
    const open = this.sessions.filter(({ isOpen }) => isOpen);
    return [...new Set(open.map(({ document }) => document))];
  }

  /** The changes that wait for a decision, in order of their places. */
  public changesIn(document: vscode.TextDocument | undefined): readonly PendingChange[] {
    return this.sessionsIn(document)
      .flatMap(({ pending }) => pending)
      .sort((first, second) => first.range.start - second.range.start);
  }

  /** The changes that `range` touches. */
  public changesAt(document: vscode.TextDocument, range: vscode.Range): readonly PendingChange[] {
    const offsets = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return this.changesIn(document).filter((change) => overlapsOrTouches(change.range, offsets));
  }

  /**
   * Applies an edit as one undo step and opens its review. Earlier sessions that `spans` reach are kept first.
   * @param spans what the person asked to work on, in present offsets
   * @param review false: nothing is left to decide
   * @param undo see `applyEdits`
   * @returns false if VS Code refused the edit; nothing was changed then
   */
  public async apply(
    document: vscode.TextDocument,
    edit: StringEdit,
    spans: readonly OffsetRange[],
    review = true,
    undo?: UndoStops,
  ): Promise<boolean> {
    this.keepOverlapped(document, spans);
    if (!review) {
      const changes = changesOf(edit, (range) => document.getText(rangeIn(document, range)));
      const applied = await applyEditsKeepingSelections(document, edit, undo);
      if (applied) {
        this.written.fire({ document, changes });
      }
      return applied;
    }
    return this.open(this.newSession(document, edit), edit, undo);
  }

  /** The open sessions that have changes in the ranges, or at their edges. */
  public reaching(document: vscode.TextDocument, ranges: readonly OffsetRange[]): readonly ReviewSession[] {
    return this.sessionsIn(document).filter(({ pending }) =>
      pending.some((change) => ranges.some((range) => overlapsOrTouches(change.range, range))),
    );
  }

  /**
   * Puts another answer in the place of one that is shown, in one edit, and its review in the place of that one's.
   * @param edit the edit of the original text that brings the new answer; empty: the original is shown, without a review
   * @returns the new session; undefined if VS Code refused the edit: then all is as it was
   */
  public async replace(
    document: vscode.TextDocument,
    given: GivenAnswer,
    edit: StringEdit,
  ): Promise<ReviewSession | undefined> {
    const session = this.newSession(document, edit, given);
    const read = (range: OffsetRange): string => document.getText(rangeIn(document, range));
    await this.open(session, smaller(given.takenBack.compose(edit), read));
    if (!session.isApplied) {
      return undefined;
    }
    this.withdrawn.fire(given.replaces);
    return session;
  }

  /** Takes sessions out of review without a decision, while their text gives way to another. */
  public suspend(document: vscode.TextDocument, sessions: readonly ReviewSession[]): void {
    this.sessions = this.sessions.filter((session) => !sessions.includes(session));
    this.withdrawn.fire(sessions);
    this.settle(document);
  }

  /** Goes on with sessions that were suspended or replaced; their text is back in the document, letter for letter. */
  public resume(document: vscode.TextDocument, sessions: readonly ReviewSession[]): void {
    this.sessions.push(...sessions.filter((session) => !this.sessions.includes(session)));
    sessions.forEach((session) => this.tellWritten(session));
    this.settle(document);
  }

  /** Keeps the chosen changes; edits nothing. */
  public keep(document: vscode.TextDocument, choice: ChangeChoice): void {
    for (const session of this.chosen(document, choice)) {
      const ids = idsOf(choice);
      session.dispatch(ids ? { type: 'keepHunks', ids } : { type: 'keepAll' });
    }
    this.settle(document);
  }

  /**
   * Brings the original text of the chosen changes back, in one undo step, where the text is still ours.
   * @returns false if VS Code refused the edit
   */
  public async undo(document: vscode.TextDocument, choice: ChangeChoice): Promise<boolean> {
    const sessions = this.chosen(document, choice);
    const ids = idsOf(choice);
    const edits = sessions.flatMap((session) =>
      session.dispatch(ids ? { type: 'undoHunks', ids } : { type: 'undoAll' }),
    );
    const applied = edits.length === 0 || (await applyEditsKeepingSelections(document, StringEdit.of(edits)));
    if (!applied) {
      sessions.forEach((session) => session.dispatch({ type: 'editsRefused' }));
    }
    this.settle(document);
    return applied;
  }

  public dispose(): void {
    this.sessions = [];
    this.store.dispose();
  }

  private newSession(document: vscode.TextDocument, edit: StringEdit, given?: GivenAnswer): ReviewSession {
    const read = (range: OffsetRange): string => document.getText(rangeIn(document, range));
    const length = lengthOfDocument(document);
    return new ReviewSession(++this.count, document, edit, read, length, given);
  }

  private async open(session: ReviewSession, edit: StringEdit, undo?: UndoStops): Promise<boolean> {
    this.sessions.push(session);
    const applied = await applyEditsKeepingSelections(session.document, edit, undo);
    if (session.isWaiting) {
      session.abandon();
    }
    this.tellWritten(session);
    this.settle(session.document);
    return applied;
  }

  private tellWritten({ document, id, pending }: ReviewSession): void {
    if (pending.length > 0) {
      this.written.fire({ document, sessionId: id, changes: pending });
    }
  }

  private sessionsIn(document: vscode.TextDocument | undefined): readonly ReviewSession[] {
    return this.sessions.filter((session) => session.document === document);
  }

  private chosen(document: vscode.TextDocument, { sessionId }: ChangeChoice): readonly ReviewSession[] {
    return this.sessionsIn(document).filter(
      ({ id, isOpen }) => isOpen && (sessionId === undefined || id === sessionId),
    );
  }

  private keepOverlapped(document: vscode.TextDocument, spans: readonly OffsetRange[]): void {
    this.reaching(document, spans).forEach((session) => session.dispatch({ type: 'keepAll' }));
  }

  private documentEdited({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const sessions = this.sessionsIn(document);
    if (sessions.length === 0 || contentChanges.length === 0) {
      return;
    }
    const edit = editOfChanges(contentChanges);
    const waiting = sessions.filter(({ isWaiting }) => isWaiting);
    waiting.forEach((session) => session.documentEdited(edit, editReason(reason)));
    // One that has just been replaced keeps its state: it may be resumed with the very text it was about.
    const replaced = new Set(
      waiting.filter(({ isApplied }) => isApplied).flatMap(({ replaces }) => replaces),
    );
    sessions
      .filter((session) => !waiting.includes(session) && !replaced.has(session))
      .forEach((session) => session.documentEdited(edit, editReason(reason)));
    this.sessions = this.sessions.filter((session) => !replaced.has(session));
    this.settle(document);
  }

  private settle(document: vscode.TextDocument): void {
    const ends = this.sessions.flatMap(({ document: where, end }) => (end ? [{ document: where, end }] : []));
    this.sessions = this.sessions.filter(({ isOpen, isWaiting }) => isOpen || isWaiting);
    this.changed.fire(document);
    ends.forEach((end) => this.ended.fire(end));
  }
}

function idsOf({ hunkId, hunkIds }: ChangeChoice): readonly number[] | undefined {
  return hunkIds ?? (hunkId === undefined ? undefined : [hunkId]);
}

function editReason(reason: vscode.TextDocumentChangeReason | undefined): EditReason {
  switch (reason) {
    case vscode.TextDocumentChangeReason.Undo:
      return 'undo';
    case vscode.TextDocumentChangeReason.Redo:
      return 'redo';
    case undefined:
      return 'other';
  }
}

/** An edit that does the same and touches only the words that differ, so that cursors stay where they are. */
function smaller(edit: StringEdit, read: (range: OffsetRange) => string): StringEdit {
  const edits = edit.replacements.flatMap(({ range, text }) => {
    const before = read(range);
    const words = StringEdit.of(minimalEdits(before, text));
    // Words that are spelled alike in the eyes of Unicode are left as they were, which is not good enough here.
    return words.apply(before) === text
      ? words.replacements.map((one) => ({ range: shifted(one.range, range.start), text: one.text }))
      : [{ range, text }];
  });
  return StringEdit.of(edits);
}
