import type { OffsetRange } from './offsetRange.js';
import { findProtectedSpans } from './findProtectedSpans.js';
import { formatRules } from './formats/formatRules.js';
import { ParagraphFinder } from './paragraphs.js';
import { proseLines, type ProseLine } from './proseLines.js';
import { disjointSpans, spansTouching, type ProtectedSpan } from './protectedSpan.js';
import { hasLostSpans } from './spanComparison.js';

/** What a text is built of: its blocks of prose with the protected spans in them, and what stands between them. */
export interface Structure {
  /** What stands before each block, and after the last one. */
  readonly syntax: readonly string[];
  /** For each block the protected spans in it. */
  readonly blocks: readonly (readonly PlacedSpan[])[];
  /** For each block its offset in the text. */
  readonly starts: readonly number[];
}

interface PlacedSpan extends Pick<ProtectedSpan, 'kind'> {
  readonly text: string;
}

/** Lines that may belong to one paragraph, joined; where a margin is does not matter here. */
function blocksOf(finder: ParagraphFinder, lines: Iterable<ProseLine>): OffsetRange[] {
  const blocks: { start: number; end: number }[] = [];
  for (const run of finder.runs(lines)) {
    const start = run[0]!.start;
    const { end } = run.at(-1)!;
    if (start < end) {
      blocks.push({ start, end });
    }
  }
  return blocks;
}

/**
 * The structure of a text, which a rewrite of its sentences must not change.
 * @param format VS Code language identifier
 */
export function structureOf(text: string, format = 'plaintext'): Structure {
  const spans = disjointSpans(findProtectedSpans(text, format));
  const inline = spans.filter(({ separates }) => separates !== true);
  const kept = inline.filter(({ decoded }) => decoded === undefined);
  const finder = new ParagraphFinder(text, inline, formatRules(format).wrap);
  const syntax: string[] = [];
  let position = 0;
  const ranges = blocksOf(finder, proseLines(text, spans));
  const blocks = ranges.map(({ start, end }) => {
    syntax.push(text.slice(position, start));
    position = end;
    return spansTouching(kept, start, end).map((span) => ({
      kind: span.kind,
      text: text.slice(span.start, span.end),
    }));
  });
  return { syntax: [...syntax, text.slice(position)], blocks, starts: ranges.map(({ start }) => start) };
}

/**
 * Compares a rewritten text with the text before: it must have the same syntax, and every protected span.
 * @returns the index of the first block that, or the syntax before which, is not what it was; undefined if none
 */
export function firstDifference(after: Structure, before: Structure): number | undefined {
  for (const [index, syntax] of before.syntax.entries()) {
    const spans = before.blocks[index] ?? [];
    if (after.syntax[index] !== syntax || hasLostSpans(spans, after.blocks[index] ?? [])) {
      return index;
    }
  }
  return after.syntax.length > before.syntax.length ? before.syntax.length : undefined;
}

/** Whether a rewritten text has the structure of the text before. */
export function hasStructure(after: Structure, before: Structure): boolean {
  return firstDifference(after, before) === undefined;
}
