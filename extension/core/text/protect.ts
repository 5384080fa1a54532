import { DecodedText } from './decodedText.js';
import { sentenceWriter } from './sentenceWriter.js';
import { disjointSpans, type Delimiter, type ProtectedSpan } from './protectedSpan.js';
import { isPlainScalar } from './plainScalar.js';
import { sentenceTest } from './sentenceSpans.js';

/** Code point of the copy character of the first span (private use area). */
export const firstCopyCodePoint = 0xe000;
/** How many copy characters a sentence can have. */
export const maximumCopies = 32;

const copyCharacter = /[\uE000-\uE01F]/g;

/** Control characters but line ends: new text has none, and those of the sentence itself are protected. */
const control = String.raw`(?![\r\n])\p{Cc}`;

/** Characters that `restore` gives a meaning to: where the sentence has them itself, they are protected. */
const backslash = new RegExp(String.raw`[\uE000-\uE01F\\]|${control}`, 'gu');
const specialIn: Readonly<Record<Delimiter | 'none', RegExp>> = {
  none: new RegExp(String.raw`[\uE000-\uE01F]|${control}`, 'gu'),
  '"': /[\uE000-\uE01F"\\\p{Cc}]/gu,
  "'": /[\uE000-\uE01F'\\\p{Cc}]/gu,
  '`': new RegExp(`[\\uE000-\\uE01F\`\\\\]|${control}`, 'gu'),
  "''": new RegExp(String.raw`[\uE000-\uE01F']|${control}`, 'gu'),
  ':': /[\uE000-\uE01F\p{Cc}]/gu,
  '<': new RegExp(String.raw`[\uE000-\uE01F&<]|${control}`, 'gu'),
  "\\'": new RegExp(String.raw`[\uE000-\uE01F&<'"\\]|${control}`, 'gu'),
  '&"': new RegExp(String.raw`[\uE000-\uE01F&<"]|${control}`, 'gu'),
  "&'": new RegExp(String.raw`[\uE000-\uE01F&<']|${control}`, 'gu'),
  '\\': backslash,
  "\\{'}": new RegExp(String.raw`[\uE000-\uE01F\\']|${control}`, 'gu'),
};

/** A stretch of the sentence that a copy character stands for. */
export interface Copy {
  /** k of the copy character U+E000+k. */
  readonly index: number;
  readonly text: string;
  /** Where it stands in the sentence. */
  readonly start: number;
  /** The openings and closings of pairs inside it, in order; both sides of a pair have the same number. */
  readonly brackets: readonly { readonly pair: number; readonly opens: boolean }[];
}

/** What became of the protected spans in a rewritten sentence. */
export interface Restored {
  /** The output with every copy character replaced by what it stands for. */
  readonly text: string;
  readonly lost: readonly Copy[];
  /** Those that occur more than once. */
  readonly duplicated: readonly Copy[];
  /** Whether they come in another order; in a translation that alone is not an error. */
  readonly reordered: boolean;
  /** Whether a closing came before its opening, or pairs cross: an order that makes no sense. */
  readonly misnested: boolean;
  /** Copy characters that stand for nothing; they are left out of `text`. */
  readonly unknown: number;
  /** Whether the new words would be read as syntax, or make something else of a span that they touch. */
  readonly altered: boolean;
}

/** A sentence whose protected spans are replaced by copy characters. */
export interface Protected {
  readonly text: string;
  /** In order of their indices, which is that of the sentence. */
  readonly copies: readonly Copy[];
  /** Puts the spans back into a rewrite of `text`. `restore(text).text` is the sentence itself. */
  readonly restore: (output: string) => Restored;
}

interface Group {
  start: number;
  end: number;
  readonly members: ProtectedSpan[];
}

/** Spans that touch become one; then those with the least between them, until there are few enough. */
function grouped(spans: readonly ProtectedSpan[]): Group[] {
  const groups: Group[] = [];
  for (const span of spans) {
    const last = groups.at(-1);
    if (last !== undefined && last.end === span.start) {
      last.end = span.end;
      last.members.push(span);
    } else {
      groups.push({ start: span.start, end: span.end, members: [span] });
    }
  }
  while (groups.length > maximumCopies) {
    let nearest = 1;
    for (let index = 2; index < groups.length; index++) {
      const gap = groups[index]!.start - groups[index - 1]!.end;
      if (gap < groups[nearest]!.start - groups[nearest - 1]!.end) {
        nearest = index;
      }
    }
    const [second] = groups.splice(nearest, 1);
    const first = groups[nearest - 1]!;
    first.end = second!.end;
    first.members.push(...second!.members);
  }
  return groups;
}

/** Numbers the pairs of the sentence: an opening belongs to the closing that a stack finds for it. */
function pairNumbers(spans: readonly ProtectedSpan[]): Map<ProtectedSpan, number> {
  const numbers = new Map<ProtectedSpan, number>();
  const open: ProtectedSpan[] = [];
  for (const span of spans) {
    if (span.pair === 'open') {
      open.push(span);
    } else if (span.pair === 'close') {
      const opening = open.pop();
      if (opening !== undefined) {
        numbers.set(opening, span.start).set(span, span.start);
      }
    }
  }
  return numbers;
}

function isMisnested(order: readonly Copy[]): boolean {
  const open: number[] = [];
  for (const { brackets } of order) {
    for (const { pair, opens } of brackets) {
      if (opens) {
        open.push(pair);
      } else if (open.pop() !== pair) {
        return true;
      }
    }
  }
  return false;
}

const controls = new RegExp(`(?:${control})+`, 'gu');

function restore(
  output: string,
  copies: readonly Copy[],
  write: (text: string) => string,
  isSound: (text: string) => boolean,
): Restored {
  const seen = new Map<Copy, number>();
  const order: Copy[] = [];
  let unknown = 0;
  // A tab or another control character of the model's own says nothing, and some formats forbid it.
  const text = write(output.replace(controls, ' ')).replace(copyCharacter, (character) => {
    const copy = copies[character.charCodeAt(0) - firstCopyCodePoint];
    if (copy === undefined) {
      unknown++;
      return '';
    }
    if (!seen.has(copy)) {
      order.push(copy);
    }
    seen.set(copy, (seen.get(copy) ?? 0) + 1);
    return copy.text;
  });
  const lost = copies.filter((copy) => !seen.has(copy));
  return {
    text,
    lost,
    duplicated: copies.filter((copy) => (seen.get(copy) ?? 0) > 1),
    reordered: order.some((copy, index) => index > 0 && copy.index < order[index - 1]!.index),
    misnested: isMisnested(order),
    unknown,
    altered: lost.length > 0 || !isSound(text),
  };
}

/**
 * Replaces the protected spans of a sentence by copy characters U+E000 + k, at most 32: spans that touch share one,
 * and beyond 32 the closest share one with what is between them. Copy characters in the sentence itself are protected
 * too, so that every one in `text` is ours.
 * @param delimiter the quotes of the string literal around the sentence: `restore` escapes them in new text
 * @param format VS Code language identifier: `restore` tells if new text would be read as its syntax
 */
export function protect(
  sentence: string,
  spans: readonly ProtectedSpan[],
  delimiter?: Delimiter,
  format = 'plaintext',
): Protected {
  const own = [...sentence.matchAll(specialIn[delimiter ?? 'none'])].map(({ index }): ProtectedSpan => ({
    start: index,
    end: index + 1,
    kind: 'private-use',
  }));
  const all = withOneMnemonic(disjointSpans([...spans, ...own]));
  const escapes = all.filter(({ decoded }) => decoded !== undefined);
  const pairs = pairNumbers(all);
  const readable = (start: number, end: number): string =>
    new DecodedText(
      sentence.slice(start, end),
      start,
      escapes.filter((escape) => escape.start >= start && escape.end <= end),
    ).text;
  let text = '';
  let skeleton = '';
  let position = 0;
  const solid = all.filter(({ decoded }) => decoded === undefined);
  const copies = grouped(solid).map(({ start, end, members }, index): Copy => {
    const copy = String.fromCharCode(firstCopyCodePoint + index);
    text += readable(position, start) + copy;
    skeleton += sentence.slice(position, start) + copy;
    position = end;
    const brackets = members.flatMap((span) => {
      const pair = pairs.get(span);
      return pair === undefined ? [] : [{ pair, opens: span.pair === 'open' }];
    });
    return { index, text: sentence.slice(start, end), start, brackets };
  });
  text += readable(position, sentence.length);
  skeleton += sentence.slice(position);
  const hasSpans = sentenceTest(sentence, format);
  const isSound = (wording: string): boolean =>
    hasSpans(wording) && (delimiter !== ':' || wording === sentence || isPlainScalar(wording));
  const writes = sentenceWriter(sentence, escapes, delimiter);
  // An answer that changes nothing is the sentence, byte for byte.
  const write = (output: string): string => (output === text ? skeleton : writes(output));
  return { text, copies, restore: (output) => restore(output, copies, write, isSound) };
}

/** Where a sentence marks several letters, it is no menu: then the marks are protected like code. */
function withOneMnemonic(spans: readonly ProtectedSpan[]): ProtectedSpan[] {
  const isSingle = spans.filter(({ kind }) => kind === 'mnemonic').length === 1;
  return spans.map((span) => {
    const { decoded: _, ...rest } = span;
    return span.kind === 'mnemonic' && !isSingle ? rest : span;
  });
}

/** Whether a rewrite kept every protected span once, in an order that makes sense, and added no syntax. */
export function isIntact({ lost, duplicated, misnested, unknown, altered }: Restored): boolean {
  return lost.length === 0 && duplicated.length === 0 && !misnested && unknown === 0 && !altered;
}
