import type { OffsetRange } from '../text/offsetRange.js';
import type { TextEdit } from '../edits/textEdit.js';

/**
 * `pending`: our text, not yet decided on. `kept`: the person kept it. `undone`: the old text is back.
 * `accepted-by-edit`: the person changed our text, which makes it theirs.
 */
export type HunkStatus = 'pending' | 'kept' | 'undone' | 'accepted-by-edit';

/** One of our changes and where it is now. */
export interface ReviewHunk {
  /** Position among the session's hunks; stable for the session's life. */
  readonly id: number;
  readonly originalText: string;
  readonly modifiedText: string;
  /** Where the hunk lies in the document as it is now. */
  readonly range: OffsetRange;
  readonly status: HunkStatus;
}

/**
 * Why a session is over: every hunk was decided (`resolved`), native undo brought the original back (`restored`),
 * or somebody ended it (`closed`).
 */
export type EndReason = 'resolved' | 'restored' | 'closed';

/** A review session of one document: everything that decides what happens next. Immutable. */
export interface ReviewState {
  /** The whole document before our edits. */
  readonly original: string;
  /** The whole document now. */
  readonly text: string;
  /** In order of their ranges. */
  readonly hunks: readonly ReviewHunk[];
  /** Identifiers of the hunks that we asked to undo and that the document has not shown undone yet. */
  readonly requested?: readonly number[];
  readonly ended?: EndReason;
}

export type EditReason = 'undo' | 'redo' | 'other';

/** What happens to a session. */
export type ReviewEvent =
  /** The document changed, by anybody (us too). Offsets are those of the document before the event. */
  | { readonly type: 'documentEdited'; readonly changes: readonly TextEdit[]; readonly reason: EditReason }
  | { readonly type: 'keepHunk'; readonly id: number }
  | { readonly type: 'undoHunk'; readonly id: number }
  | { readonly type: 'keepHunks' | 'undoHunks'; readonly ids: readonly number[] }
  | { readonly type: 'keepAll' }
  | { readonly type: 'undoAll' }
  /** The editor refused the edits that were asked for. */
  | { readonly type: 'editsRefused' }
  | { readonly type: 'end' };

/** The next state and the edits to make, as one edit of the document in its present offsets. */
export interface ReviewStep {
  readonly state: ReviewState;
  readonly edits: readonly TextEdit[];
}
