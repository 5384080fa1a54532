import { diffWords } from './diffWords.js';
import { editOf } from './hunk.js';
import type { TextEdit } from './textEdit.js';

/**
 * The edits that turn one version of a text into the other and touch only the words that differ, in order of their
 * offsets in the original; none if the versions are equal (see `diffWords`).
 */
export function minimalEdits(original: string, modified: string, locale?: string): TextEdit[] {
  return diffWords(original, modified, locale).map(editOf);
}
