import { overlaps, type OffsetRange } from '../text/offsetRange.js';
import type { GlossaryTerm } from '../protocol/protocol.js';
import { hasPlural, pluralStem } from './plurals.js';
import { TermIndex } from './termIndex.js';

/** A term where it stands in a text, with what stands in the answer instead. */
export interface FoundTerm extends OffsetRange {
  readonly target: string;
  /** Whether it is a word to keep: `target` is what stands there. */
  readonly kept: boolean;
}

interface SearchedTerm {
  readonly source: string;
  readonly caseSensitive: boolean;
  /** Undefined for a word to keep. */
  readonly target: string | undefined;
  /** Made when a text first seems to hold the term: most of a large glossary are never needed. */
  expression?: RegExp;
}

/** Scripts that are written without spaces between words. */
const unspaced = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');
const wordCharacter = String.raw`[[\p{L}\p{M}\p{N}_]--[${unspaced}]]`;
const startsWord = new RegExp(`^${wordCharacter}`, 'v');
const endsWord = new RegExp(`${wordCharacter}$`, 'v');

/**
 * Finds the terms of a glossary, and words to keep, in texts; where letter case does not matter, regular plurals too. A
 * plural that has a translation of its own is a longer term and wins.
 */
export class TermFinder {
  private readonly terms: readonly SearchedTerm[];
  private readonly index: TermIndex;

  /** Of the same words the ones to keep come first, then the ones whose letter case counts, then the earlier ones. */
  public constructor(glossary: readonly GlossaryTerm[] = [], keep: readonly string[] = []) {
    const exact = glossary.filter(({ caseSensitive }) => caseSensitive === true);
    const loose = glossary.filter(({ caseSensitive }) => caseSensitive !== true);
    // The sort is stable.
    this.terms = [...keep.map((source) => ({ source, target: undefined })), ...exact, ...loose]
      .map((term): SearchedTerm => {
        const { source, target } = term;
        return {
          source: source.trim(),
          target,
          caseSensitive: 'caseSensitive' in term && term.caseSensitive,
        };
      })
      .sort((first, second) => second.source.length - first.source.length);
    this.index = new TermIndex(this.terms.map(({ source }) => source));
  }

  /**
   * The terms in a text, in order and disjoint; of two that overlap the longer one.
   * @param taken stretches in which no term is looked for
   */
  public find(text: string, taken: readonly OffsetRange[]): FoundTerm[] {
    const found: FoundTerm[] = [];
    for (const number of this.index.within(text)) {
      const term = this.terms[number]!;
      term.expression ??= expressionOf(term);
      for (const { index, 0: words } of text.matchAll(term.expression)) {
        const range = { start: index, end: index + words.length };
        if (taken.some((other) => overlaps(other, range)) || found.some((other) => overlaps(other, range))) {
          continue;
        }
        found.push({ ...range, target: term.target ?? words, kept: term.target === undefined });
      }
    }
    return found.sort((first, second) => first.start - second.start);
  }
}

function expressionOf({ source, caseSensitive }: SearchedTerm): RegExp {
  const words = source.split(/\s+/u).join(' ');
  const spellings = new Set([words.normalize('NFC'), words.normalize('NFD')]);
  const patterns = [...spellings].map((spelling) => {
    const stem = caseSensitive ? spelling : pluralStem(spelling);
    const pattern = stem.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`);
    if (caseSensitive || !hasPlural(spelling)) return pattern;
    return stem === spelling ? `${pattern}(?:e?s)?` : `${pattern}(?:y|ies)`;
  });
  const before = startsWord.test(source) ? `(?<!${wordCharacter})` : '';
  const after = endsWord.test(source) ? `(?!${wordCharacter})` : '';
  return new RegExp(`${before}(?:${patterns.join('|')})${after}`, caseSensitive ? 'gv' : 'giv');
}
