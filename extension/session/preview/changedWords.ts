import { diffWords } from '../../core/edits/diffWords.js';

/** Differences shown of one entry; the document shows the rest. */
const most = 6;
/** Length of either side of a difference, in UTF-16 code units. */
const longest = 40;

/** One difference between two wordings; either side may be empty. */
export interface ChangedWords {
  readonly before: string;
  readonly after: string;
}

/** What differs between two wordings, word by word, in order. */
export function changedWords(before: readonly string[], after: readonly string[]): readonly ChangedWords[] {
  return before
    .flatMap((text, index) => diffWords(text, after[index] ?? ''))
    .map(({ originalText, modifiedText }) => ({ before: short(originalText), after: short(modifiedText) }))
    .slice(0, most);
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
