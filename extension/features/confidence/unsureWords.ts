import type { WordConfidence } from '../../core/protocol/protocol.js';

/** A word of an answer as it stands in a document, by offsets from where the answer starts. */
export interface PlacedWord {
  readonly start: number;
  readonly end: number;
  readonly probability: number;
}

/**
 * Where the words of an answer stand once it is in a document: with the document's line ends, which may be longer than the
 * answer's. Words that the document spells in another way are left out.
 * @param output the answer as the model gave it, which `words` refer to
 * @param placed the answer as it was written into the document
 */
export function placedWords(output: string, placed: string, words: readonly WordConfidence[]): PlacedWord[] {
  const outputLines = lineStarts(output);
  const placedLines = lineStarts(placed);
  let line = 0;
  return words.flatMap(({ start, end, probability }) => {
    while (line + 1 < outputLines.length && outputLines[line + 1]! <= start) {
      line++;
    }
    const lineStart = placedLines[line];
    if (lineStart === undefined) {
      return [];
    }
    const from = lineStart + start - outputLines[line]!;
    const to = from + end - start;
    return placed.slice(from, to) === output.slice(start, end) ? [{ start: from, end: to, probability }] : [];
  });
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
}
