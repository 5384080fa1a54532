import { graphemeBoundaries } from '../text/segmenters.js';
import { alignedChunks } from './alignedChunks.js';
import { changedRuns, countWords } from './changedTokens.js';
import type { Hunk } from './hunk.js';
import { wordTokens, type WordToken } from './wordTokens.js';

const anyLineBreak = /\r\n|\r|\n/g;

/** The line break that a text uses most (the first one met if two are equally frequent), or undefined without any. */
export function endOfLineOf(text: string): string | undefined {
  const counts = new Map<string, number>();
  for (const [found] of text.matchAll(anyLineBreak)) {
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [found, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) {
      best = found;
    }
  }
  return best;
}

/** `text` with the line breaks of `original`; unchanged where the original has none. */
export function withEndOfLineOf(text: string, original: string): string {
  const endOfLine = endOfLineOf(original);
  return endOfLine === undefined ? text : text.replace(anyLineBreak, endOfLine);
}

export type { Hunk } from './hunk.js';

/**
 * Longer passages (UTF-16 code units of both versions together) that have no line or sentence in common are not compared
 * word by word: segmenting and comparing take a time that grows with the square.
 */
const longestCompared = 40_000;
/** How far around a boundary of graphemes to look: UTF-16 code units, more than any grapheme that is in use has. */
const reach = 64;
/** Letters that a word has on average, where words are too many to be counted. */
const lettersPerWord = 5;

/** A share of changed words above this makes reading word by word harder than reading both versions. */
const wholeChangeShare = 0.6;

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A change and the chunk that it lies in. */
interface PlacedChange extends Change {
  readonly chunk: number;
  /** So much of the chunk is changed that all of it is one change. */
  readonly whole: boolean;
}

interface Comparison {
  readonly changes: readonly Change[];
  readonly changedWords: number;
  readonly words: number;
}

function endsOf(tokens: readonly WordToken[]): number[] {
  const ends = [0];
  for (const { text } of tokens) {
    ends.push(ends.at(-1)! + text.length);
  }
  return ends;
}

function compareChunk(original: string, modified: string, offset: number, locale?: string): Comparison {
  if (original.length + modified.length > longestCompared) {
    const words = Math.ceil((original.length + modified.length) / lettersPerWord);
    const change = { start: offset, end: offset + original.length, text: modified };
    return original === modified
      ? { changes: [], changedWords: 0, words }
      : { changes: [change], changedWords: words, words };
  }
  const before = wordTokens(original, locale);
  if (original === modified) {
    return { changes: [], changedWords: 0, words: 2 * countWords(before) };
  }
  const after = wordTokens(modified, locale);
  const [beforeEnds, afterEnds] = [endsOf(before), endsOf(after)];
  let changedWords = 0;
  const runs = changedRuns(
    before.map(({ key }) => key),
    after.map(({ key }) => key),
  );
  const changes = runs.map((run) => {
    changedWords +=
      countWords(before, run.originalStart, run.originalEnd) +
      countWords(after, run.modifiedStart, run.modifiedEnd);
    return {
      start: offset + beforeEnds[run.originalStart]!,
      end: offset + beforeEnds[run.originalEnd]!,
      text: modified.slice(afterEnds[run.modifiedStart], afterEnds[run.modifiedEnd]),
    };
  });
  return { changes, changedWords, words: countWords(before) + countWords(after) };
}

/**
 * Joins the changes of a chunk that is changed as a whole, and changes with nothing but white space between them; the gap keeps the
 * original's text. A chunk that is changed as a whole is joined with no other.
 */
function joinChanges(changes: readonly PlacedChange[], original: string): Change[] {
  const joined: PlacedChange[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    const gap = last === undefined ? '' : original.slice(last.end, change.start);
    if (last !== undefined && isOne(last, change, gap)) {
      const text = last.text + gap + change.text;
      joined[joined.length - 1] = { ...change, start: last.start, text };
    } else {
      joined.push(change);
    }
  }
  return joined;
}

function isOne(last: PlacedChange, change: PlacedChange, gap: string): boolean {
  const isSame = last.chunk === change.chunk;
  if (gap === '' || (isSame && change.whole)) return true;
  return /^\s*$/.test(gap) && (isSame || !(last.whole || change.whole));
}

/** Length of the white space at one end of both texts, if it is the same and no part of a grapheme. */
function commonSpace(first: string, second: string, end: 'head' | 'tail'): number {
  const pattern = end === 'head' ? /^\s*/ : /\s*$/;
  const space = pattern.exec(first)?.[0] ?? '';
  if (space === '' || pattern.exec(second)?.[0] !== space) {
    return 0;
  }
  // A grapheme is short: what lies farther away does not decide whether this is a boundary.
  const isBoundary = (text: string): boolean => {
    const near = end === 'head' ? text.slice(0, space.length + reach) : text.slice(-space.length - reach);
    return graphemeBoundaries(near).has(end === 'head' ? space.length : near.length - space.length);
  };
  return isBoundary(first) && isBoundary(second) ? space.length : 0;
}

/** Takes white space that both sides begin or end with out of a change; it only comes in by joining. */
function trimmed({ start, end, text }: Change, original: string): Change {
  const before = original.slice(start, end);
  const tail = commonSpace(before, text, 'tail');
  const rest = text.slice(0, text.length - tail);
  const head = commonSpace(before.slice(0, before.length - tail), rest, 'head');
  return { start: start + head, end: end - tail, text: rest.slice(head) };
}

function toHunks(changes: readonly Change[], original: string): Hunk[] {
  let delta = 0;
  return changes.map(({ start, end, text }) => {
    const modifiedStart = start + delta;
    delta += text.length - (end - start);
    return {
      originalRange: { start, end },
      modifiedRange: { start: modifiedStart, end: modifiedStart + text.length },
      originalText: original.slice(start, end),
      modifiedText: text,
    };
  });
}

/** The comparison in steps, so that whoever runs it can let others work in between. */
function* compare(original: string, modified: string, locale?: string): Generator<void, Hunk[]> {
  const wanted = withEndOfLineOf(modified, original);
  if (original === wanted) {
    return [];
  }
  const changes: PlacedChange[] = [];
  let offset = 0;
  for (const [chunk, { original: before, modified: after }] of alignedChunks(
    original,
    wanted,
    locale,
  ).entries()) {
    const comparison = compareChunk(before, after, offset, locale);
    const whole = comparison.changedWords > wholeChangeShare * comparison.words;
    changes.push(...comparison.changes.map((change) => ({ ...change, chunk, whole })));
    offset += before.length;
    yield;
  }
  return toHunks(
    joinChanges(changes, original).map((change) => trimmed(change, original)),
    original,
  );
}

/**
 * The hunks between two versions of a text, in order, as a reader would mark them: whole words (of `locale`, in any
 * script), never a part of a grapheme; hunks with nothing but white space between them are one; and if more than
 * 60 % of the words of a sentence change it is one hunk by itself, from its first change to its last.
 *
 * The original's line breaks and its spelling of canonically equivalent characters are kept, so applying the hunks
 * gives `modified` but for those. No hunks: the texts are equal in that sense. Offsets are UTF-16 code units.
 */
export function diffWords(original: string, modified: string, locale?: string): Hunk[] {
  const steps = compare(original, modified, locale);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      return step.value;
    }
  }
}

/**
 * The same as `diffWords`, for texts of any length: lets others work after every `slice` milliseconds.
 * @param pause resolves when it is our turn again
 */
export async function diffWordsInSlices(
  original: string,
  modified: string,
  pause: () => Promise<void>,
  slice = 20,
): Promise<Hunk[]> {
  const steps = compare(original, modified);
  let start = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - start > slice) {
      await pause();
      start = performance.now();
    }
  }
}
