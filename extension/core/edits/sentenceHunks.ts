import { diffWordsInSlices } from './diffWords.js';
import { editOf, type Hunk } from './hunk.js';
import { StringEdit } from './stringEdit.js';
import { shifted } from '../text/offsetRange.js';

/** A sentence with all that surrounds it, before and after rewriting. */
export interface SentencePair {
  readonly source: string;
  readonly output: string;
}

/** How sentences are compared. */
export interface ComparisonOptions {
  /** A sentence that changes is one hunk, from its first change to its last: half of a translation is of no use. */
  readonly whole: boolean;
  /** Resolves when it is our turn again; called between pieces of work. */
  readonly pause: () => Promise<void>;
  /** Offset of the first sentence in the text that the hunks are for; 0 if absent. */
  readonly start?: number;
}

/** The hunks between sentences and their rewriting, in order. No hunk reaches beyond its sentence. */
export async function sentenceHunks(
  sentences: readonly SentencePair[],
  { whole, pause, start = 0 }: ComparisonOptions,
): Promise<Hunk[]> {
  const hunks: Hunk[] = [];
  let [original, modified] = [start, start];
  for (const { source, output } of sentences) {
    const found = source === output ? [] : await diffWordsInSlices(source, output, pause);
    for (const hunk of whole ? joined(found, source) : found) {
      hunks.push({
        ...hunk,
        originalRange: shifted(hunk.originalRange, original),
        modifiedRange: shifted(hunk.modifiedRange, modified),
      });
    }
    original += source.length;
    // What the hunks make of the source: the output but for its line breaks and its spelling of equal characters.
    modified += found.reduce((sum, hunk) => sum + hunk.modifiedText.length - hunk.originalText.length, 0);
    modified += source.length;
  }
  return hunks;
}

function joined(hunks: readonly Hunk[], source: string): readonly Hunk[] {
  const [first, last] = [hunks[0], hunks.at(-1)];
  if (!first || !last || first === last) return hunks;
  const after = StringEdit.of(hunks.map(editOf)).apply(source);
  const originalRange = { start: first.originalRange.start, end: last.originalRange.end };
  const modifiedRange = { start: first.modifiedRange.start, end: last.modifiedRange.end };
  const originalText = source.slice(originalRange.start, originalRange.end);
  const modifiedText = after.slice(modifiedRange.start, modifiedRange.end);
  return [{ originalRange, modifiedRange, originalText, modifiedText }];
}
