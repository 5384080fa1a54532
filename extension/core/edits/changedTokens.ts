import { diffArrays } from 'diff';
import type { WordToken } from './wordTokens.js';

/** A run of tokens that was replaced: indices into the original's and the modified text's tokens, ends exclusive. */
export interface TokenChange {
  readonly originalStart: number;
  readonly originalEnd: number;
  readonly modifiedStart: number;
  readonly modifiedEnd: number;
}

/** Beyond this many insertions and deletions the search is given up: its time and memory grow with the square. */
const maximumEditLength = 2000;

/** The replaced runs between two lists of keys (Myers, "An O(ND) difference algorithm", 1986), in order. */
export function changedRuns(original: readonly string[], modified: readonly string[]): TokenChange[] {
  const parts = diffArrays([...original], [...modified], { maxEditLength: maximumEditLength });
  if (parts === undefined) {
    return [betweenCommonEnds(original, modified)];
  }
  const changes: TokenChange[] = [];
  let [originalStart, modifiedStart] = [0, 0];
  let [originalEnd, modifiedEnd] = [0, 0];
  const flush = (): void => {
    if (originalEnd > originalStart || modifiedEnd > modifiedStart) {
      changes.push({ originalStart, originalEnd, modifiedStart, modifiedEnd });
    }
  };
  for (const { added, removed, count } of parts) {
    if (removed) {
      originalEnd += count;
    } else if (added) {
      modifiedEnd += count;
    } else {
      flush();
      originalEnd = originalStart = originalEnd + count;
      modifiedEnd = modifiedStart = modifiedEnd + count;
    }
  }
  flush();
  return changes;
}

function betweenCommonEnds(original: readonly string[], modified: readonly string[]): TokenChange {
  const shorter = Math.min(original.length, modified.length);
  let start = 0;
  while (start < shorter && original[start] === modified[start]) {
    start++;
  }
  let tail = 0;
  while (tail < shorter - start && original.at(-1 - tail) === modified.at(-1 - tail)) {
    tail++;
  }
  return {
    originalStart: start,
    originalEnd: original.length - tail,
    modifiedStart: start,
    modifiedEnd: modified.length - tail,
  };
}

/** Number of words among the tokens `[start, end)`. */
export function countWords(tokens: readonly WordToken[], start = 0, end = tokens.length): number {
  let words = 0;
  for (let index = start; index < end; index++) {
    if (tokens[index]!.isWord) {
      words++;
    }
  }
  return words;
}
