import { pluralStem } from './plurals.js';

/** Needles are looked up by so many code units of their beginning. */
const gramLength = 4;

interface Bucket {
  /** Numbers of the terms by their needle. */
  readonly needles: Map<string, number[]>;
  /** Distinct lengths of the needles. */
  readonly lengths: number[];
}

/**
 * Tells quickly which of many terms may stand in a text, whatever the letter case and the spaces: those all of whose words do.
 * Each term is found by its rarest word, so that neither many terms nor many terms with the same word make it slow.
 */
export class TermIndex {
  /** By the needles' first code units, and by how many of them there are where a needle is shorter. */
  private readonly buckets = new Map<string, Bucket>();
  private readonly grams: readonly number[];
  private readonly words: readonly (readonly string[])[];

  /** @param terms the words of each term */
  public constructor(terms: readonly string[]) {
    this.words = terms.map((term) => fold(pluralStem(term.trim())).split(/\s+/u));
    const counts = new Map<string, number>();
    for (const words of this.words) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const grams = new Set<number>();
    this.words.forEach((words, term) => {
      const needle = rarest(words, counts);
      if (needle === '') return;
      const gram = needle.slice(0, gramLength);
      grams.add(gram.length);
      let bucket = this.buckets.get(gram);
      if (!bucket) this.buckets.set(gram, (bucket = { needles: new Map(), lengths: [] }));
      if (!bucket.lengths.includes(needle.length)) bucket.lengths.push(needle.length);
      const same = bucket.needles.get(needle);
      if (same) same.push(term);
      else bucket.needles.set(needle, [term]);
    });
    this.grams = [...grams];
  }

  /** The numbers of the terms whose words all stand in the text, in ascending order. */
  public within(text: string): number[] {
    if (this.buckets.size === 0) return [];
    const folded = fold(text);
    const found = new Set<string>();
    const terms: number[] = [];
    for (let at = 0; at < folded.length; at++) {
      for (const length of this.grams) {
        const bucket = this.buckets.get(folded.slice(at, at + length));
        if (!bucket) continue;
        for (const size of bucket.lengths) {
          const needle = folded.slice(at, at + size);
          const same = bucket.needles.get(needle);
          if (!same || found.has(needle)) continue;
          found.add(needle);
          for (const term of same) if (this.isWithin(term, folded)) terms.push(term);
        }
      }
    }
    return terms.sort((first, second) => first - second);
  }

  private isWithin(term: number, folded: string): boolean {
    return this.words[term]?.every((word) => folded.includes(word)) === true;
  }
}

/** Of equally rare words the longest. */
function rarest(words: readonly string[], counts: ReadonlyMap<string, number>): string {
  return words.reduce((best, word) => {
    const difference = (counts.get(word) ?? 0) - (counts.get(best) ?? 0);
    return difference < 0 || (difference === 0 && word.length > best.length) ? word : best;
  });
}

/** Spellings that may be the same word become equal; only for a quick look. */
function fold(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase();
}
