import { exactForm, memoryWords } from './memoryText.js';

/**
 * Levenshtein distance of two sequences of word ids, as far as it matters.
 * @param most from here on the distance is not wanted
 * @returns the distance, or `most + 1` if it is greater than `most`
 */
export function wordDistance(first: Uint32Array, second: Uint32Array, most: number): number {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let row = Uint32Array.from({ length: second.length + 1 }, (_, index) => index);
  let next = new Uint32Array(second.length + 1);
  for (let i = 1; i <= first.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= second.length; j++) {
      const same = first[i - 1] === second[j - 1];
      const value = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      next[j] = value;
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    [row, next] = [next, row];
  }
  return Math.min(row[second.length]!, most + 1);
}

/** A sentence and its translation. */
export interface MemorySegment {
  readonly source: string;
  readonly target: string;
}

/** The segment that is most like a text. */
export interface IndexMatch {
  readonly segment: MemorySegment;
  /** 1 for the same text; else 1 − edit distance in words ÷ words of the longer text, below 1. */
  readonly score: number;
}

/** A text that differs only in letter case or numbers has this score. */
const almost = 0.99;
/** Stands for words that no segment has. */
const unknownWord = 0xffffffff;

/**
 * Finds in many segments the one most like a text. Candidates come from an inverted index of words: a segment within the
 * wanted distance shares at least one of the text's rarest words (prefix filter, Chaudhuri et al. 2006); bounds on the
 * words in common leave few of them to compare.
 */
export class MemoryIndex {
  private readonly exact = new Map<string, number>();
  private readonly wordIds = new Map<string, number>();
  /** Words of all segments one after the other; segment i has those from `starts[i]` to `starts[i + 1]`. */
  private readonly words: Uint32Array;
  private readonly starts: Uint32Array;
  /** Segments by word: word w is in those from `postingStarts[w]` to `postingStarts[w + 1]`. */
  private readonly postings: Uint32Array;
  private readonly postingStarts: Uint32Array;
  /** The last query that met a segment, and how often a word stands in the query: scratch space of `find`. */
  private readonly met: Uint32Array;
  private readonly wanted: Uint16Array;
  private query = 0;

  public constructor(private readonly segments: readonly MemorySegment[]) {
    this.starts = new Uint32Array(segments.length + 1);
    let words = new Uint32Array(Math.max(16, segments.length * 12));
    let count = 0;
    segments.forEach(({ source }, index) => {
      const form = exactForm(source);
      if (!this.exact.has(form)) this.exact.set(form, index);
      for (const word of memoryWords(source)) {
        let id = this.wordIds.get(word);
        if (id === undefined) this.wordIds.set(word, (id = this.wordIds.size));
        if (count === words.length) {
          const larger = new Uint32Array(words.length * 2);
          larger.set(words);
          words = larger;
        }
        words[count++] = id;
      }
      this.starts[index + 1] = count;
    });
    this.words = words.slice(0, count);
    this.postingStarts = new Uint32Array(this.wordIds.size + 1);
    this.met = new Uint32Array(segments.length);
    this.wanted = new Uint16Array(this.wordIds.size);
    this.postings = this.invert();
  }

  /** Number of segments. */
  public get size(): number {
    return this.segments.length;
  }

  /**
   * The segment most like a text; of equally similar ones the first.
   * @param least score below which nothing is found, above 0 and at most 1
   */
  public find(text: string, least: number): IndexMatch | undefined {
    const same = this.exact.get(exactForm(text));
    if (same !== undefined) return { segment: this.segments[same]!, score: 1 };
    const query = Uint32Array.from(memoryWords(text), (word) => this.wordIds.get(word) ?? unknownWord);
    if (query.length === 0) return undefined;
    this.query++;
    for (const word of query) if (word !== unknownWord) this.wanted[word]!++;
    let best: IndexMatch | undefined;
    let bestIndex = Infinity;
    for (const index of this.candidates(query, least)) {
      const score = this.compare(query, index, best?.score ?? least);
      if (score === undefined || score < least) continue;
      if (best && (score < best.score || (score === best.score && index > bestIndex))) continue;
      best = { segment: this.segments[index]!, score };
      bestIndex = index;
    }
    for (const word of query) if (word !== unknownWord) this.wanted[word] = 0;
    return best && { ...best, score: Math.min(best.score, almost) };
  }

  private invert(): Uint32Array {
    const last = new Uint32Array(this.wordIds.size).fill(unknownWord);
    const each = (visit: (word: number, segment: number) => void): void => {
      last.fill(unknownWord);
      for (let segment = 0; segment < this.segments.length; segment++) {
        for (let at = this.starts[segment]!; at < this.starts[segment + 1]!; at++) {
          const word = this.words[at]!;
          if (last[word] === segment) continue;
          last[word] = segment;
          visit(word, segment);
        }
      }
    };
    each((word) => this.postingStarts[word + 1]!++);
    for (let word = 0; word < this.wordIds.size; word++)
      this.postingStarts[word + 1]! += this.postingStarts[word]!;
    const next = this.postingStarts.slice();
    const postings = new Uint32Array(this.postingStarts.at(-1) ?? 0);
    each((word, segment) => (postings[next[word]!++] = segment));
    return postings;
  }

  /** Segments that share one of the rarest words, each once. */
  private *candidates(query: Uint32Array, least: number): Generator<number> {
    const rareness = (word: number): number =>
      word === unknownWord ? 0 : this.postingStarts[word + 1]! - this.postingStarts[word]!;
    const rarest = [...query].sort((one, other) => rareness(one) - rareness(other));
    // The longer text has at most `query.length / least` words, and so many edits may be made to it.
    const edits = Math.floor(((1 - least) * query.length) / least + 1e-9);
    for (const word of rarest.slice(0, edits + 1)) {
      if (word === unknownWord) continue;
      for (let at = this.postingStarts[word]!; at < this.postingStarts[word + 1]!; at++) {
        const segment = this.postings[at]!;
        if (this.met[segment] === this.query) continue;
        this.met[segment] = this.query;
        yield segment;
      }
    }
  }

  /** The score of a segment; undefined if it is below `least`. */
  private compare(query: Uint32Array, index: number, least: number): number | undefined {
    const start = this.starts[index]!;
    const end = this.starts[index + 1]!;
    const longer = Math.max(query.length, end - start);
    const shorter = Math.min(query.length, end - start);
    if (shorter < least * longer - 1e-9) return undefined;
    let common = 0;
    for (let at = start; at < end; at++) if (this.wanted[this.words[at]!]! > 0) common++;
    if (common < least * longer - 1e-9) return undefined;
    const most = Math.floor((1 - least) * longer + 1e-9);
    const distance = wordDistance(query, this.words.subarray(start, end), most);
    return distance > most ? undefined : 1 - distance / longer;
  }
}
