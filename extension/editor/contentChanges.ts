import { StringEdit } from '../core/edits/stringEdit.js';

/** A change as VS Code reports it. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** The changes of one event as one edit. VS Code orders them so that they can be applied one after the other. */
export function editOfChanges(changes: readonly ContentChange[]): StringEdit {
  return changes.reduce(
    (edit, { rangeOffset, rangeLength, text }) =>
      edit.compose(StringEdit.replace({ start: rangeOffset, end: rangeOffset + rangeLength }, text)),
    StringEdit.empty,
  );
}
