import { firstDifference, structureOf, type Structure } from '../../core/text/structure.js';
import { sourceOf } from '../../core/text/wrapping.js';
import type { SegmentResult } from '../../core/protocol/protocol.js';
import type { Segment } from '../../core/text/segment.js';

/** A sentence before and after rewriting, without what surrounds it. */
export interface RewrittenSegment {
  readonly segment: Segment;
  /** On one line; `segment.text` if it is to stay as it is. */
  readonly output: string;
  readonly result: Pick<SegmentResult, 'score' | 'tokens' | 'warning' | 'origin'>;
}

/** A text's length times the parses that may be spent on looking for the sentences that would change its structure. */
const parsedCharacters = 4_000_000;

/** Finds the sentences that have to stay as they are so that the text keeps its structure. */
export class StructureGuard {
  private readonly settled: RewrittenSegment[];
  /** Offset of each sentence in the text before. */
  private readonly starts: readonly number[];
  private readonly before: Structure;
  private budget: number;

  /**
   * @param format VS Code language identifier of the text; plain text if absent
   * @param layOut puts the sentences together with what surrounds them
   */
  public constructor(
    private readonly parts: readonly RewrittenSegment[],
    private readonly format: string | undefined,
    private readonly layOut: (parts: readonly RewrittenSegment[]) => string,
  ) {
    this.settled = parts.map((part) => ({ ...part, output: part.segment.text }));
    let text = '';
    this.starts = parts.map(({ segment }) => {
      const start = text.length + segment.prefix.length;
      text += segment.prefix + sourceOf(segment) + segment.suffix;
      return start;
    });
    this.before = structureOf(text, format);
    this.budget = Math.ceil(parsedCharacters / (text.length + 1));
  }

  /** The sentences, with the new wordings that keep the structure and with a warning in place of the others. */
  public accepted(): RewrittenSegment[] {
    const changed = [...this.parts.keys()].filter(
      (index) => this.parts[index]!.output !== this.parts[index]!.segment.text,
    );
    const doubtful = this.settle(changed);
    // Of those near a difference, most are innocent.
    for (const index of doubtful) this.settle([index]);
    return this.settled.map((part, index) => {
      const wanted = this.parts[index]!;
      const rejected = part.output !== wanted.output;
      return rejected ? { ...part, result: { score: 0, tokens: 0, warning: 'protected-span-lost' } } : wanted;
    });
  }

  /** Takes these sentences over, but for those near a place where the structure would change; returns the latter. */
  private settle(indices: readonly number[]): number[] {
    let pending = indices;
    const doubtful: number[] = [];
    while (pending.length > 0) {
      const difference = this.budget-- > 0 ? this.difference(pending) : 0;
      if (difference === undefined) return doubtful;
      for (const index of pending) this.leave(index);
      const suspects = this.suspects(pending, difference);
      doubtful.push(...suspects);
      pending = pending.filter((index) => !suspects.includes(index));
    }
    return doubtful;
  }

  private difference(indices: readonly number[]): number | undefined {
    for (const index of indices) this.settled[index] = this.parts[index]!;
    return firstDifference(structureOf(this.layOut(this.settled), this.format), this.before);
  }

  private leave(index: number): void {
    const part = this.parts[index]!;
    this.settled[index] = { ...part, output: part.segment.text };
  }

  /** The sentences in the block that differs and the one before it; where there are none, all up to there. */
  private suspects(indices: readonly number[], block: number): readonly number[] {
    if (this.budget <= 0) return indices;
    const { starts } = this.before;
    const from = starts[block - 1] ?? 0;
    const to = starts[block + 1] ?? Infinity;
    const near = indices.filter((index) => this.starts[index]! >= from && this.starts[index]! < to);
    const before = indices.filter((index) => this.starts[index]! < to);
    return near.length > 0 ? near : before.length > 0 ? before : indices;
  }
}
