import { overlapsOrTouches, type OffsetRange } from '../text/offsetRange.js';
import type { ReviewHunk, ReviewState } from './reviewState.js';

/** The hunks that still wait for a decision, in order. */
export function pendingHunks(state: ReviewState): ReviewHunk[] {
  return state.hunks.filter(({ status }) => status === 'pending');
}

/** The pending hunk at a cursor, its edges included; with two that touch there, the one that starts there. */
export function hunkAt(state: ReviewState, offset: number): ReviewHunk | undefined {
  return pendingHunks(state).findLast(({ range }) => range.start <= offset && offset <= range.end);
}

/** The first pending hunk that starts after a cursor, or the first of all. */
export function nextHunk(state: ReviewState, offset: number): ReviewHunk | undefined {
  const hunks = pendingHunks(state);
  return hunks.find(({ range }) => range.start > offset) ?? hunks[0];
}

/** The last pending hunk that starts before a cursor, or the last of all. */
export function previousHunk(state: ReviewState, offset: number): ReviewHunk | undefined {
  const hunks = pendingHunks(state);
  return hunks.findLast(({ range }) => range.start < offset) ?? hunks.at(-1);
}

/** Whether a new command on `range` would work on text that is still under review. */
export function isUnderReview(state: ReviewState, range: OffsetRange): boolean {
  return pendingHunks(state).some((hunk) => overlapsOrTouches(hunk.range, range));
}
