import { minimalEdits } from '../../core/edits/minimalEdits.js';
import { StringEdit } from '../../core/edits/stringEdit.js';

/** What a text becomes when an answer is brought into it word by word: its line ends and spellings are kept. */
export function wordwise(source: string, answer: string): string {
  return StringEdit.of(minimalEdits(source, answer)).apply(source);
}
