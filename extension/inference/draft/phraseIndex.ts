import type { PairTable } from './pairTable.js';
import type { Vocabulary } from './vocabulary.js';

/** So many entries share a bucket, on average. */
const entriesEach = 8;

/**
 * Finds the phrase pairs of a source phrase in one direction of a table: entries are sorted into buckets by their first
 * two words, and a bucket is looked through when a phrase is asked for. Entries are groups where the source is language
 * `a`, else pairs.
 */
export class PhraseIndex {
  /** Entries by bucket: bucket b has those from `bucketStart[b]` to `bucketStart[b + 1]`, ascending. */
  private readonly entries: Uint32Array;
  private readonly bucketStart: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly words: Uint16Array;
  private readonly mask: number;

  /** @param forward whether the source is language `a` */
  public constructor(
    private readonly table: PairTable,
    private readonly source: Vocabulary,
    private readonly forward: boolean,
  ) {
    this.starts = forward ? table.groupStart : table.targetStart;
    this.words = forward ? table.groupWords : table.targetWords;
    const count = this.starts.length - 1;
    let size = 1024;
    while (size * entriesEach < count) size *= 2;
    this.mask = size - 1;
    const buckets = this.bucketsOf(count);
    this.bucketStart = new Uint32Array(size + 1);
    for (let entry = 0; entry < count; entry++) this.bucketStart[buckets[entry]! + 1]!++;
    for (let bucket = 0; bucket < size; bucket++) this.bucketStart[bucket + 1]! += this.bucketStart[bucket]!;
    this.entries = new Uint32Array(count);
    // From the last to the first: what is left behind are the starts of the buckets again.
    const ends = this.bucketStart.subarray(1);
    for (let entry = count - 1; entry >= 0; entry--) this.entries[--ends[buckets[entry]!]!] = entry;
    this.bucketStart.copyWithin(0, 1);
    this.bucketStart[size] = count;
  }

  /** The pairs of a phrase of canonical ids, in ascending order of their numbers. */
  public find(ids: Int32Array, start: number, end: number): number[] {
    const bucket = bucketOf(ids[start]!, end - start > 1 ? ids[start + 1]! : -1) & this.mask;
    const pairs: number[] = [];
    for (let at = this.bucketStart[bucket]!; at < this.bucketStart[bucket + 1]!; at++) {
      const entry = this.entries[at]!;
      if (this.isPhrase(entry, ids, start, end)) this.addPairs(entry, pairs);
    }
    return pairs;
  }

  private bucketsOf(count: number): Uint32Array {
    const { starts, words, mask } = this;
    const { canonical } = this.source;
    const buckets = new Uint32Array(count);
    for (let entry = 0; entry < count; entry++) {
      const from = starts[entry]!;
      const second = starts[entry + 1]! - from > 1 ? canonical[words[from + 1]!]! : -1;
      buckets[entry] = bucketOf(canonical[words[from]!]!, second) & mask;
    }
    return buckets;
  }

  private addPairs(entry: number, pairs: number[]): void {
    if (!this.forward) {
      pairs.push(entry);
      return;
    }
    const end = this.table.pairStart[entry + 1]!;
    for (let pair = this.table.pairStart[entry]!; pair < end; pair++) pairs.push(pair);
  }

  private isPhrase(entry: number, ids: Int32Array, start: number, end: number): boolean {
    const from = this.starts[entry]!;
    if (this.starts[entry + 1]! - from !== end - start) return false;
    for (let at = start; at < end; at++) {
      if (this.source.canonical[this.words[from + at - start]!] !== ids[at]) return false;
    }
    return true;
  }
}

/** A hash of the first two words of a phrase; −1 where there is no second. */
function bucketOf(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
