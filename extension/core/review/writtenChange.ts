import { equalRanges, sliceOf, type OffsetRange } from '../text/offsetRange.js';
import type { StringEdit } from '../edits/stringEdit.js';
import type { TextEdit } from '../edits/textEdit.js';

/** A place where an answer replaced text, followed for as long as its original may be asked for. */
export interface WrittenChange {
  readonly originalText: string;
  readonly modifiedText: string;
  /** Where the place lies now; offsets of the document. */
  readonly range: OffsetRange;
}

/** What stands at the place: what we wrote, what stood there before, or what somebody else made of it. */
export type ChangeState = 'ours' | 'original' | 'changed';

/** @param text what stands at the place of the change now */
export function stateOf({ originalText, modifiedText }: WrittenChange, text: string): ChangeState {
  if (text === modifiedText) {
    return 'ours';
  }
  return text === originalText ? 'original' : 'changed';
}

/**
 * The change after an edit of the document. What is typed at its edges stays outside; one edit that swaps the whole
 * place between its two texts, as native undo and redo do, takes the place with it even where one of them is empty.
 */
export function changeAfterEdit(change: WrittenChange, edit: StringEdit): WrittenChange {
  const swap = edit.replacements.find(
    ({ range, text }) =>
      equalRanges(range, change.range) && (text === change.originalText || text === change.modifiedText),
  );
  if (swap === undefined) {
    return { ...change, range: edit.mapRange(change.range) };
  }
  const start = edit.mapOffset(change.range.start, 'before');
  return { ...change, range: { start, end: start + swap.text.length } };
}

/** The edit that brings the original of a change back. */
export function restoringEdit({ range, originalText }: WrittenChange): TextEdit {
  return { range, text: originalText };
}

/**
 * The changes that an edit makes, at the places where they lie after it.
 * @param read the text of a range before the edit
 */
export function changesOf(edit: StringEdit, read: (range: OffsetRange) => string): WrittenChange[] {
  let delta = 0;
  return edit.replacements.map(({ range, text }) => {
    const start = range.start + delta;
    delta += text.length - (range.end - range.start);
    return { originalText: read(range), modifiedText: text, range: { start, end: start + text.length } };
  });
}

/** UTF-16 code units that remembering the change costs. */
export function sizeOfChange({ originalText, modifiedText }: WrittenChange): number {
  return originalText.length + modifiedText.length;
}

/** Reads the text at the place of a change. */
export function textAt(text: string, { range }: WrittenChange): string {
  return sliceOf(text, range);
}
