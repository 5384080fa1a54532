import type { Hunk } from '../edits/hunk.js';
import { equalRanges, overlaps, shifted, sliceOf } from '../text/offsetRange.js';
import { StringEdit } from '../edits/stringEdit.js';
import type { TextEdit } from '../edits/textEdit.js';
import type { EditReason, ReviewEvent, ReviewHunk, ReviewState, ReviewStep } from './reviewState.js';

/**
 * Begins the review of hunks that have just been applied to a document, in one edit.
 * @param original the whole document before the edit
 * @param hunks all changes of the document, in order and apart from each other, in offsets of `original`
 */
export function startReview(original: string, hunks: readonly Hunk[]): ReviewState {
  const edit = StringEdit.of(
    hunks.map(({ originalRange, modifiedText }) => ({ range: originalRange, text: modifiedText })),
  );
  return withEnd({
    original,
    text: edit.apply(original),
    hunks: hunks.map((hunk, id) => ({
      id,
      originalText: hunk.originalText,
      modifiedText: hunk.modifiedText,
      range: hunk.modifiedRange,
      status: 'pending',
    })),
  });
}

/**
 * The review session as a pure function. An ended session does not change any more and asks for nothing.
 *
 * Undoing only asks for edits: the hunk becomes `undone` when `documentEdited` shows that they were made, whatever
 * else happened meanwhile; `editsRefused` takes the request back.
 */
export function reviewStep(state: ReviewState, event: ReviewEvent): ReviewStep {
  if (state.ended !== undefined) {
    return { state, edits: [] };
  }
  switch (event.type) {
    case 'documentEdited':
      return { state: documentEdited(state, event.changes, event.reason), edits: [] };
    case 'keepHunk':
      return { state: kept(state, ({ id }) => id === event.id), edits: [] };
    case 'keepHunks':
      return { state: kept(state, ({ id }) => event.ids.includes(id)), edits: [] };
    case 'undoHunks':
      return requestUndo(state, ({ id }) => event.ids.includes(id));
    case 'keepAll':
      return { state: kept(state, () => true), edits: [] };
    case 'undoHunk':
      return requestUndo(state, ({ id }) => id === event.id);
    case 'undoAll':
      return requestUndo(state, () => true);
    case 'editsRefused':
      return { state: withoutRequest(state), edits: [] };
    case 'end':
      return { state: { ...withoutRequest(state), ended: 'closed' }, edits: [] };
  }
}

function withoutRequest({ requested: _, ...state }: ReviewState): ReviewState {
  return state;
}

function withEnd(state: ReviewState): ReviewState {
  const open = state.hunks.some(({ status }) => status === 'pending');
  return open || state.ended !== undefined ? state : { ...withoutRequest(state), ended: 'resolved' };
}

function kept(state: ReviewState, chosen: (hunk: ReviewHunk) => boolean): ReviewState {
  const hunks = state.hunks.map((hunk) =>
    hunk.status === 'pending' && chosen(hunk) ? { ...hunk, status: 'kept' as const } : hunk,
  );
  return withEnd({ ...state, hunks });
}

function undoEdits(hunks: readonly ReviewHunk[]): TextEdit[] {
  return hunks.map(({ range, originalText }) => ({ range, text: originalText }));
}

/** Asks to restore the chosen hunks that are pending and still hold our text. */
function requestUndo(state: ReviewState, chosen: (hunk: ReviewHunk) => boolean): ReviewStep {
  const hunks = state.hunks.filter(
    (hunk) =>
      hunk.status === 'pending' && chosen(hunk) && sliceOf(state.text, hunk.range) === hunk.modifiedText,
  );
  return hunks.length === 0
    ? { state, edits: [] }
    : { state: { ...state, requested: hunks.map(({ id }) => id) }, edits: undoEdits(hunks) };
}

function documentEdited(state: ReviewState, changes: readonly TextEdit[], reason: EditReason): ReviewState {
  const edit = StringEdit.of(changes).withoutNoOps(state.text);
  const text = edit.apply(state.text);
  if (!edit.isEmpty && reason === 'undo' && text === state.original) {
    return { ...withoutRequest(state), text, ended: 'restored' };
  }
  const { requested = [] } = state;
  const asked = state.hunks.filter(({ id, status }) => requested.includes(id) && status === 'pending');
  // Compared by outcome: an editor may report the edits we asked for cut differently, and they may cancel each other.
  if (asked.length > 0 && StringEdit.of(undoEdits(asked)).apply(state.text) === text) {
    return withEnd({ ...withoutRequest(state), text, hunks: afterUndo(state.hunks, asked) });
  }
  if (edit.isEmpty) {
    return state;
  }
  const hunks = state.hunks.map((hunk) => afterEdit(hunk, edit));
  return withEnd({ ...state, text, hunks });
}

function afterUndo(hunks: readonly ReviewHunk[], undone: readonly ReviewHunk[]): ReviewHunk[] {
  let delta = 0;
  return hunks.map((hunk) => {
    const range = shifted(hunk.range, delta);
    if (!undone.includes(hunk)) {
      return { ...hunk, range };
    }
    delta += hunk.originalText.length - hunk.modifiedText.length;
    return undoneAt(hunk, range.start);
  });
}

function undoneAt(hunk: ReviewHunk, start: number): ReviewHunk {
  return { ...hunk, range: { start, end: start + hunk.originalText.length }, status: 'undone' };
}

/**
 * A hunk after edits of the document. The touching-edge rule: an edit that ends where the hunk starts, or starts
 * where it ends, is outside; text typed at either edge does not belong to the hunk. At an empty hunk (a deletion)
 * typed text counts as before it. Only an edit that overlaps the hunk is inside and accepts it.
 */
function afterEdit(hunk: ReviewHunk, edit: StringEdit): ReviewHunk {
  const range = edit.mapRange(hunk.range);
  if (hunk.status !== 'pending') {
    return { ...hunk, range };
  }
  const { replacements } = edit;
  const overlapping = replacements.filter((change) => overlaps(change.range, hunk.range));
  const opposite = replacements.find(
    (change) => equalRanges(change.range, hunk.range) && change.text === hunk.originalText,
  );
  if (opposite !== undefined) {
    // The exact opposite of our edit, as native undo makes it.
    return undoneAt(hunk, edit.mapOffset(hunk.range.start, 'before'));
  }
  return overlapping.length > 0 ? { ...hunk, range, status: 'accepted-by-edit' } : { ...hunk, range };
}
