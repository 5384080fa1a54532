import type { PairTable } from './pairTable.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * Finds the phrase pairs of a source phrase in one direction of a table: a hash table over canonical ids, built once.
 * Entries are groups where the source is language `a`, else pairs.
 */
export class PhraseIndex {
  /** Entry + 1 by slot; 0 for an empty one. */
  private readonly slots: Int32Array;
  /** Next entry with the same phrase; −1 behind the last. */
  private readonly next: Int32Array;
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
    const entries = this.starts.length - 1;
    let size = 1024;
    while (size < entries * 1.5) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(size);
    this.next = new Int32Array(entries).fill(-1);
    // From the last to the first: each chain is in the order of its entries then.
    for (let entry = entries - 1; entry >= 0; entry--) this.insert(entry);
  }

  /** The pairs of a phrase of canonical ids, in ascending order of their numbers. */
  public find(ids: Int32Array, start: number, end: number): number[] {
    let hash = 0;
    for (let at = start; at < end; at++) hash = mix(hash, ids[at]!);
    let slot = finished(hash) & this.mask;
    for (; ; slot = (slot + 1) & this.mask) {
      const entry = this.slots[slot]! - 1;
      if (entry < 0) return [];
      if (this.isPhrase(entry, ids, start, end)) return this.pairs(entry);
    }
  }

  private pairs(first: number): number[] {
    const pairs: number[] = [];
    for (let entry = first; entry >= 0; entry = this.next[entry]!) {
      if (!this.forward) {
        pairs.push(entry);
        continue;
      }
      const end = this.table.pairStart[entry + 1]!;
      for (let pair = this.table.pairStart[entry]!; pair < end; pair++) pairs.push(pair);
    }
    return pairs;
  }

  private insert(entry: number): void {
    const { canonical } = this.source;
    const { starts, words, slots } = this;
    const from = starts[entry]!;
    const to = starts[entry + 1]!;
    let hash = 0;
    for (let at = from; at < to; at++) hash = mix(hash, canonical[words[at]!]!);
    for (let slot = finished(hash) & this.mask; ; slot = (slot + 1) & this.mask) {
      const other = slots[slot]! - 1;
      if (other < 0 || this.isSame(entry, other)) {
        this.next[entry] = other;
        slots[slot] = entry + 1;
        return;
      }
    }
  }

  private isSame(one: number, other: number): boolean {
    const { canonical } = this.source;
    const from = this.starts[one]!;
    const length = this.starts[one + 1]! - from;
    const start = this.starts[other]!;
    if (this.starts[other + 1]! - start !== length) return false;
    for (let at = 0; at < length; at++) {
      if (canonical[this.words[from + at]!] !== canonical[this.words[start + at]!]) return false;
    }
    return true;
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

function mix(hash: number, id: number): number {
  return Math.imul(hash ^ id, 0x9e3779b1) ^ (hash >>> 15);
}

function finished(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
