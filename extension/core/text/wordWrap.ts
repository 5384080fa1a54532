import type { OffsetRange } from './offsetRange.js';
import { columnAfter, firstLineWidth } from './displayWidth.js';
import { endsWide, startsWide } from './wideScript.js';
import type { Wrapping } from './wrapping.js';

/** A stretch of text that no line break goes through, with the space before it. */
interface Word {
  readonly space: string;
  readonly text: string;
}

/** What would be read as a marker, command or separator of some format at the start or end of a line. */
const unsafeStart =
  /^(?:[-+*=_~#>|:@\\%.!;&]|<[A-Za-z/!?]|`{3}|\$\$|(?:\d+|[A-Za-z]|[ivxIVX]{1,4})[.)](?:\s|$)|\[[^\]]*\]:|\[\^|\(\w{1,3}\)|"""|'''|(?:REM|rem)\s)/;
const unsafeEnd = /\\$|::$/;
/** Chinese and Japanese punctuation that does not begin, or end, a line. */
const notFirst =
  /^[\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u2019\u201d\u2026\u30fc\u3063\u3083\u3085\u3087\u30c3\u30e3\u30e5\u30e7]/;
const notLast = /[\uff08\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u2018\u201c]$/;

function mayBreak(before: string, after: string): boolean {
  return (
    !unsafeStart.test(after) && !unsafeEnd.test(before) && !notFirst.test(after) && !notLast.test(before)
  );
}

/** Offsets at which a stretch without spaces may be broken: between two wide characters. */
function wideBoundaries(text: string): number[] {
  const offsets: number[] = [];
  let position = 0;
  for (const character of text) {
    const before = text.slice(Math.max(0, position - 2), position);
    if (position > 0 && endsWide(before) && startsWide(character)) {
      offsets.push(position);
    }
    position += character.length;
  }
  return offsets;
}

function wordsOf(text: string, solid: readonly OffsetRange[]): Word[] {
  const free = (offset: number): boolean => !solid.some(({ start, end }) => start < offset && offset < end);
  const words: Word[] = [];
  let space = '';
  let start = 0;
  const push = (end: number): void => {
    const part = text.slice(start, end);
    let from = 0;
    for (const offset of [...wideBoundaries(part).filter((at) => free(start + at)), part.length]) {
      words.push({ space: from === 0 ? space : '', text: part.slice(from, offset) });
      from = offset;
    }
  };
  for (const { 0: found, index } of text.matchAll(/[ \t]+/g)) {
    const end = index + found.length;
    if (
      index > start &&
      free(index) &&
      free(end) &&
      !solid.some((span) => span.start <= index && index < span.end)
    ) {
      push(index);
      space = found;
      start = end;
    }
  }
  push(text.length);
  return words;
}

/**
 * Wraps new text at the margin of its paragraph. No line begins with what would be read as a marker, and no line
 * break goes through a solid range.
 * @param column where the text starts; the margin's columns count from the start of the line
 * @param solid ranges that stay in one piece
 */
export function wrapWords(
  text: string,
  column: number,
  { lineBreak, width, keepsSpace }: Pick<Wrapping, 'lineBreak' | 'width' | 'keepsSpace'>,
  solid: readonly OffsetRange[] = [],
): string {
  let result = '';
  let current = column;
  const words = wordsOf(text, solid);
  for (const [index, word] of words.entries()) {
    const needed = firstLineWidth(word.text);
    const rest = word.text + (words[index + 1]?.space ?? '');
    if (
      index > 0 &&
      current + firstLineWidth(word.space) + needed > width &&
      mayBreak(words[index - 1]!.text, rest)
    ) {
      result += (keepsSpace ? word.space : '') + lineBreak;
      current = columnAfter(lineBreak, 0);
    } else {
      result += word.space;
      current += firstLineWidth(word.space);
    }
    result += word.text;
    current = columnAfter(word.text, current);
  }
  return result;
}

/** Columns of the first stretch of a text that cannot be broken. */
export function firstWordWidth(text: string, solid: readonly OffsetRange[] = []): number {
  return firstLineWidth(wordsOf(text, solid)[0]?.text ?? '');
}

/** Whether a line may be broken between two sentences. */
export function mayBreakBetween(before: string, after: string): boolean {
  return mayBreak(before, after.slice(0, 20));
}
