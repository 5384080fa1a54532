import type { StringEdit } from '../edits/stringEdit.js';
import { changeAfterEdit, sizeOfChange, type WrittenChange } from './writtenChange.js';

/** What one answer replaced. */
export interface Original {
  /** Address of the document. */
  readonly uri: string;
  /** The review that it belongs to, while there is one. */
  readonly sessionId?: number | undefined;
  /** In order of their places. */
  readonly changes: readonly WrittenChange[];
}

/** How much is remembered. */
export interface OriginalLimits {
  /** Answers per document. */
  readonly perDocument: number;
  /** UTF-16 code units of all originals and answers together. */
  readonly total: number;
}

/** UTF-16 code units that remembering an original costs. */
export function sizeOfOriginal({ changes }: Original): number {
  return changes.reduce((sum, change) => sum + sizeOfChange(change), 0);
}

/** The newest of `originals` (which are in order of their age) that fit into `total` UTF-16 code units, in the same order. */
export function newestWithin<Kind extends Original>(originals: readonly Kind[], total: number): Kind[] {
  let left = total;
  const first = originals.findLastIndex((original) => (left -= sizeOfOriginal(original)) < 0);
  return originals.slice(first + 1);
}

/** What answers have replaced, the newest last: follows the edits of its documents, and forgets the oldest at its limits. */
export class Originals {
  private all: readonly Original[] = [];

  public constructor(private readonly limits: OriginalLimits) {}

  /** All that is remembered, in order of its age. */
  public get list(): readonly Original[] {
    return this.all;
  }

  /** What is remembered of a document, in order of its age. */
  public of(uri: string): readonly Original[] {
    return this.all.filter((original) => original.uri === uri);
  }

  public add(original: Original): void {
    const same = this.of(original.uri);
    const surplus = new Set(same.slice(0, Math.max(0, same.length + 1 - this.limits.perDocument)));
    const kept = this.all.filter((one) => !surplus.has(one));
    this.all = newestWithin([...kept, original], this.limits.total);
  }

  /** @param edit of the document, in the offsets from before it */
  public edited(uri: string, edit: StringEdit): void {
    this.all = this.all.map((original) =>
      original.uri === uri
        ? { ...original, changes: original.changes.map((change) => changeAfterEdit(change, edit)) }
        : original,
    );
  }

  /** Forgets those of which `isForgotten` is true. */
  public forget(isForgotten: (original: Original) => boolean): void {
    this.all = this.all.filter((original) => !isForgotten(original));
  }
}
