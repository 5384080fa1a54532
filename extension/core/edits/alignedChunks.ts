import { splitLineIntoSentences, splitLines } from '../text/sentences.js';
import { changedRuns } from './changedTokens.js';

/** A stretch of the original and the stretch of the modified text that stands for it. */
export interface AlignedChunk {
  readonly original: string;
  readonly modified: string;
}

/**
 * Pairs up two lists of parts: one by one where there are equally many, else around the parts that are the same,
 * with what lies between them as one chunk.
 */
function align(original: readonly string[], modified: readonly string[]): AlignedChunk[] {
  if (original.length === modified.length) {
    return original.map((part, index) => ({ original: part, modified: modified[index]! }));
  }
  const chunks: AlignedChunk[] = [];
  const runs = changedRuns(original, modified);
  let position = 0;
  for (const { originalStart, originalEnd, modifiedStart, modifiedEnd } of runs) {
    chunks.push(
      ...original.slice(position, originalStart).map((part) => ({ original: part, modified: part })),
    );
    chunks.push({
      original: original.slice(originalStart, originalEnd).join(''),
      modified: modified.slice(modifiedStart, modifiedEnd).join(''),
    });
    position = originalEnd;
  }
  chunks.push(...original.slice(position).map((part) => ({ original: part, modified: part })));
  return chunks;
}

/**
 * Cuts two versions of a text into chunks to be compared: by line, then by sentence. It keeps the quadratic word
 * diff short, and keeps a word of one sentence from being matched with the same word of another.
 */
export function alignedChunks(original: string, modified: string, locale?: string): AlignedChunk[] {
  return align(splitLines(original), splitLines(modified)).flatMap((line) =>
    line.original === line.modified
      ? [line]
      : align(sentencesOf(line.original, locale), sentencesOf(line.modified, locale)),
  );
}

function sentencesOf(text: string, locale?: string): string[] {
  return splitLines(text).flatMap((line) => splitLineIntoSentences(line, locale));
}
