import { overlaps, overlapsOrTouches } from '../text/offsetRange.js';
import { StringEdit } from './stringEdit.js';
import { deltaOf, type TextEdit } from './textEdit.js';

/** How two changes of the same text are brought together. */
export interface RebaseOptions {
  /** Where our insertion goes when the other change inserts at the same offset. */
  readonly tie?: 'before' | 'after';
  /** Whether edits that share an edge are in conflict too. */
  readonly touching?: 'allow' | 'conflict';
}

/** Our edits as edits of the text after the other change, and those of ours that could not be carried over. */
export interface Rebased {
  readonly edit: StringEdit;
  readonly conflicts: readonly TextEdit[];
}

/** Whether an edit of `other` comes before ours, so that its growth moves ours. */
function precedes(other: TextEdit, ours: TextEdit, tie: 'before' | 'after'): boolean {
  if (other.range.start === ours.range.start && other.range.end === ours.range.end) {
    return tie === 'after';
  }
  return other.range.end <= ours.range.start;
}

/**
 * Carries `ours` over `base`, which somebody else made to the same text. Edits of ours that overlap one of theirs
 * are left out and listed.
 *
 * Where nothing is in conflict the two orders agree (the transformation property of concurrent editing):
 * `base.compose(rebase(ours, base, {tie: 'after'}))` does the same as `ours.compose(rebase(base, ours, {tie: 'before'}))`.
 */
export function rebase(ours: StringEdit, base: StringEdit, options: RebaseOptions = {}): Rebased {
  const { tie = 'after', touching = 'allow' } = options;
  const disturbed = touching === 'conflict' ? overlapsOrTouches : overlaps;
  const edits: TextEdit[] = [];
  const conflicts: TextEdit[] = [];
  let index = 0;
  let delta = 0;
  for (const edit of ours.replacements) {
    let other = base.replacements[index];
    // A base edit that ended before this one began cannot disturb a later one of ours either, unless by its edge.
    while (other !== undefined && other.range.end < edit.range.start) {
      delta += deltaOf(other);
      other = base.replacements[++index];
    }
    let moved = delta;
    let conflict = false;
    for (let next = index; next < base.replacements.length; next++) {
      const candidate = base.replacements[next]!;
      if (candidate.range.start > edit.range.end) {
        break;
      }
      conflict ||= disturbed(candidate.range, edit.range);
      if (precedes(candidate, edit, tie)) {
        moved += deltaOf(candidate);
      }
    }
    if (conflict) {
      conflicts.push(edit);
    } else {
      const range = { start: edit.range.start + moved, end: edit.range.end + moved };
      edits.push({ range, text: edit.text });
    }
  }
  return { edit: StringEdit.of(edits), conflicts };
}

/** `ours` as a change of the text after `base`, or undefined if an edit of one disturbs an edit of the other. */
export function tryRebase(
  ours: StringEdit,
  base: StringEdit,
  options: RebaseOptions = {},
): StringEdit | undefined {
  const { edit, conflicts } = rebase(ours, base, options);
  return conflicts.length === 0 ? edit : undefined;
}
