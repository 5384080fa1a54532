import { diffWords } from '../edits/diffWords.js';
import { editOf, type Hunk } from '../edits/hunk.js';
import { overlaps, shifted, sliceOf, type OffsetRange } from '../text/offsetRange.js';
import { tryRebase } from '../edits/rebase.js';
import { StringEdit } from '../edits/stringEdit.js';
import type { TextEdit } from '../edits/textEdit.js';

/** A range that the model works on. */
export interface RunRange {
  /** Where it was when the run started. */
  readonly snapshot: OffsetRange;
  /** Where it is now. */
  readonly range: OffsetRange;
  /** The text that was given to the model. */
  readonly text: string;
  /** Whether somebody edited inside it since. */
  readonly stale: boolean;
}

/** One document's ranges while the model runs, from the snapshot until the result. Immutable. */
export interface PendingRun {
  /** The whole document when the run started. */
  readonly snapshot: string;
  /** The whole document now. */
  readonly text: string;
  /** In order and free of overlaps. */
  readonly ranges: readonly RunRange[];
  /** Everything that happened to the document since the snapshot. */
  readonly edits: StringEdit;
}

/** What a result means for the document as it is now. */
export type RunOutcome =
  /** Make these hunks' edits (`originalRange`, `modifiedText`) in one edit; then `startReview(run.text, hunks)`. */
  | { readonly kind: 'apply'; readonly hunks: readonly Hunk[] }
  /** The result says what the text said. */
  | { readonly kind: 'unchanged' }
  /** Somebody changed what the result changes: write nothing. The ranges it happened in, in order. */
  | { readonly kind: 'conflict'; readonly ranges: readonly RunRange[] };

/**
 * Takes the snapshot.
 * @param ranges selections, in any order
 * @throws RangeError if two of them overlap or one lies beyond the text
 */
export function startRun(text: string, ranges: readonly OffsetRange[]): PendingRun {
  const sorted = [...ranges].sort((first, second) => first.start - second.start || first.end - second.end);
  sorted.forEach((range, index) => {
    const previous = sorted[index - 1];
    if (range.end > text.length || (previous !== undefined && range.start < previous.end)) {
      throw new RangeError(`[${range.start}, ${range.end}) overlaps another range or lies beyond the text.`);
    }
  });
  return {
    snapshot: text,
    text,
    edits: StringEdit.empty,
    ranges: sorted.map((range) => ({ snapshot: range, range, text: sliceOf(text, range), stale: false })),
  };
}

/**
 * The run after a change of the document (offsets before the change). The touching-edge rule is that of the review:
 * an edit that only touches an edge of a range is outside of it.
 * @param isOurs the edit brings a part of the run's own result: it makes nothing stale
 */
export function runAfterEdit(run: PendingRun, changes: readonly TextEdit[], isOurs = false): PendingRun {
  const edit = StringEdit.of(changes).withoutNoOps(run.text);
  if (edit.isEmpty) {
    return run;
  }
  const ranges = run.ranges.map((tracked) => ({
    ...afterEdit(tracked, edit),
    ...(isOurs && { stale: tracked.stale }),
  }));
  return { ...run, text: edit.apply(run.text), edits: run.edits.compose(edit), ranges };
}

function afterEdit(tracked: RunRange, edit: StringEdit): RunRange {
  const inside = edit.replacements.some((change) => overlaps(change.range, tracked.range));
  return { ...tracked, range: edit.mapRange(tracked.range), stale: tracked.stale || inside };
}

/**
 * What to do with the model's results, one for each range in order: `tryApplyHunks` of their differences.
 * @throws RangeError if the number of results is not that of the ranges
 */
export function tryApply(run: PendingRun, results: readonly string[], locale?: string): RunOutcome {
  const hunks = run.ranges.map(({ text }, index) => diffWords(text, results[index] ?? '', locale));
  checkCount(run, results);
  return tryApplyHunks(run, hunks);
}

/**
 * What to do with the differences between the texts that were given to the model and its results, one list for each
 * range in order. In a range that was edited meanwhile a result still applies if its changes lie apart from those
 * edits: not even touching them, because a word typed next to a changed word may depend on it.
 * @throws RangeError if the number of lists is not that of the ranges
 */
export function tryApplyHunks(run: PendingRun, hunksOfRanges: readonly (readonly Hunk[])[]): RunOutcome {
  checkCount(run, hunksOfRanges);
  const perRange = run.ranges.map((tracked, index) => ({
    tracked,
    hunks: hunksOfRanges[index]!.map((hunk) => moved(hunk, tracked.snapshot.start)),
  }));
  if (perRange.every(({ hunks }) => hunks.length === 0)) {
    return { kind: 'unchanged' };
  }
  const disturbed = perRange.filter(({ tracked, hunks }) => {
    const touching = tracked.stale ? 'conflict' : 'allow';
    return tryRebase(StringEdit.of(hunks.map(editOf)), run.edits, { touching }) === undefined;
  });
  if (disturbed.length > 0) {
    return { kind: 'conflict', ranges: disturbed.map(({ tracked }) => tracked) };
  }
  return {
    kind: 'apply',
    hunks: inDocument(
      run,
      perRange.flatMap(({ hunks }) => hunks),
    ),
  };
}

function checkCount(run: PendingRun, results: readonly unknown[]): void {
  if (results.length !== run.ranges.length) {
    throw new RangeError(`${results.length} results for ${run.ranges.length} ranges.`);
  }
}

function moved(hunk: Hunk, delta: number): Hunk {
  return {
    ...hunk,
    originalRange: shifted(hunk.originalRange, delta),
    modifiedRange: shifted(hunk.modifiedRange, delta),
  };
}

/** The hunks of a snapshot as hunks of the document now; their ranges are known to be undisturbed. */
function inDocument(run: PendingRun, hunks: readonly Hunk[]): Hunk[] {
  let delta = 0;
  return hunks.map((hunk) => {
    const originalRange = run.edits.mapRange(hunk.originalRange);
    const start = originalRange.start + delta;
    delta += hunk.modifiedText.length - hunk.originalText.length;
    return { ...hunk, originalRange, modifiedRange: { start, end: start + hunk.modifiedText.length } };
  });
}
