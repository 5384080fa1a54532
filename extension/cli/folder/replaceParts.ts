import type { OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';

/** A text as the engine is to work on it. */
export interface PreparedText {
  readonly text: string;
  /** What may change; everything if absent. */
  readonly within?: readonly OffsetRange[];
  /** The offset in the file of an offset in `text`. */
  readonly originOf: (offset: number) => number;
}

/** A part of a text that is replaced before the engine works on it. */
export interface Replacement extends OffsetRange {
  readonly text: string;
  /** Offset of the source text that stands in it; absent if nothing in it is to be worked on. */
  readonly origin?: number;
}

/** @param replacements apart from each other, in any order */
export function replaceParts(text: string, replacements: readonly Replacement[]): PreparedText {
  const sorted = [...replacements].sort((first, second) => first.start - second.start);
  const placed: { readonly start: number; readonly end: number; readonly replacement: Replacement }[] = [];
  let delta = 0;
  for (const replacement of sorted) {
    const start = replacement.start + delta;
    placed.push({ start, end: start + replacement.text.length, replacement });
    delta += replacement.text.length - (replacement.end - replacement.start);
  }
  return {
    text: StringEdit.of(
      sorted.map(({ start, end, text: content }) => ({ range: { start, end }, text: content })),
    ).apply(text),
    within: placed.filter(({ replacement }) => replacement.origin !== undefined),
    originOf: (offset) => {
      let shift = 0;
      for (const { start, end, replacement } of placed) {
        if (offset < start) break;
        if (offset < end) return replacement.origin ?? replacement.start;
        shift = replacement.end - end;
      }
      return offset + shift;
    },
  };
}
