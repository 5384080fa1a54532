import { overlaps, type OffsetRange } from '../text/offsetRange.js';
import type { GlossaryTerm } from '../protocol/protocol.js';

/** A term where it stands in a text, with what stands in the answer instead. */
export interface FoundTerm extends OffsetRange {
  readonly target: string;
  /** Whether it is a word to keep: `target` is what stands there. */
  readonly kept: boolean;
}

interface SearchedTerm {
  readonly expression: RegExp;
  /** A text without this cannot hold the term. */
  readonly folded: string;
  /** Undefined for a word to keep. */
  readonly target: string | undefined;
  readonly length: number;
}

/** Scripts that are written without spaces between words. */
const unspaced = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');
const wordCharacter = String.raw`[[\p{L}\p{M}\p{N}_]--[${unspaced}]]`;
const startsWord = new RegExp(`^${wordCharacter}`, 'v');
const endsWord = new RegExp(`${wordCharacter}$`, 'v');

/** Finds the terms of a glossary, and words to keep, in texts. */
export class TermFinder {
  private readonly terms: readonly SearchedTerm[];

  /** Of the same words the ones to keep come first, then the ones whose letter case counts, then the earlier ones. */
  public constructor(glossary: readonly GlossaryTerm[] = [], keep: readonly string[] = []) {
    const kept = keep.map((source) => searched({ source }, undefined));
    const exact = glossary.filter(({ caseSensitive }) => caseSensitive === true);
    const loose = glossary.filter(({ caseSensitive }) => caseSensitive !== true);
    const translated = [...exact, ...loose].map((term) => searched(term, term.target));
    // The sort is stable.
    this.terms = [...kept, ...translated].sort((first, second) => second.length - first.length);
  }

  /**
   * The terms in a text, in order and disjoint; of two that overlap the longer one.
   * @param taken stretches in which no term is looked for
   */
  public find(text: string, taken: readonly OffsetRange[]): FoundTerm[] {
    if (this.terms.length === 0) return [];
    const folded = fold(text);
    const found: FoundTerm[] = [];
    for (const { expression, folded: needed, target } of this.terms) {
      if (!folded.includes(needed)) continue;
      for (const { index, 0: words } of text.matchAll(expression)) {
        const range = { start: index, end: index + words.length };
        if (taken.some((other) => overlaps(other, range)) || found.some((other) => overlaps(other, range))) {
          continue;
        }
        found.push({ ...range, target: target ?? words, kept: target === undefined });
      }
    }
    return found.sort((first, second) => first.start - second.start);
  }
}

function searched(
  { source, caseSensitive }: Omit<GlossaryTerm, 'target'>,
  target: string | undefined,
): SearchedTerm {
  const words = source.trim().split(/\s+/u);
  const spellings = new Set([words.join(' ').normalize('NFC'), words.join(' ').normalize('NFD')]);
  const patterns = [...spellings].map((spelling) =>
    spelling.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`),
  );
  const before = startsWord.test(source.trim()) ? `(?<!${wordCharacter})` : '';
  const after = endsWord.test(source.trim()) ? `(?!${wordCharacter})` : '';
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one), '');
  return {
    expression: new RegExp(
      `${before}(?:${patterns.join('|')})${after}`,
      caseSensitive === true ? 'gv' : 'giv',
    ),
    folded: fold(longest),
    target,
    length: source.trim().length,
  };
}

/** Spellings that may be the same word become equal; only for a quick look. */
function fold(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase();
}
