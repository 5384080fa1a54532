import { textOf } from '../../core/protocol/assembledText.js';
import { setImmediate as immediate } from 'node:timers/promises';
import type { Hunk } from '../../core/edits/hunk.js';
import { sentenceHunks } from '../../core/edits/sentenceHunks.js';
import { diffWordsInSlices } from '../../core/edits/diffWords.js';
import type { RewriteResult, SegmentResult } from '../../core/protocol/protocol.js';
import type { OffsetRange } from '../../core/text/offsetRange.js';

/** Whole paragraphs of one of a request's texts, and what became of them. */
export interface AnswerPiece {
  /** Index of the text. */
  readonly text: number;
  /** Where it lies in the text. */
  readonly range: OffsetRange;
  readonly source: string;
  readonly result: RewriteResult;
  /** In offsets of the text. */
  readonly hunks: readonly Hunk[];
}

/** How the pieces of a request's answers are made. */
export interface PieceOptions {
  readonly endOfLine: string;
  /** Whether a sentence that changes is one change, as in translations. */
  readonly whole: boolean;
}

/**
 * The piece that sentences of a text make; their sources stand in the text from `start` on.
 * @returns undefined if they do not: such sentences say nothing about the text
 */
export async function pieceOf(
  text: string,
  index: number,
  start: number,
  result: RewriteResult,
  { endOfLine, whole }: PieceOptions,
): Promise<AnswerPiece | undefined> {
  const source = result.segments.map((segment) => segment.source).join('');
  if (!text.startsWith(source, start)) {
    return undefined;
  }
  const sentences = result.segments.map((segment) => ({
    source: segment.source,
    output: withEndOfLine(segment.output, endOfLine),
  }));
  const hunks = await sentenceHunks(sentences, { whole, pause: immediate, start });
  return { text: index, range: { start, end: start + source.length }, source, result, hunks };
}

/** The piece that a whole answer makes. */
export async function wholePiece(
  text: string,
  index: number,
  result: RewriteResult,
  options: PieceOptions,
): Promise<AnswerPiece> {
  const output = result.segments.map((segment) => segment.output).join('');
  const piece = output === result.output ? await pieceOf(text, index, 0, result, options) : undefined;
  if (piece?.source === text) {
    return piece;
  }
  const hunks = await diffWordsInSlices(text, withEndOfLine(result.output, options.endOfLine), immediate);
  return { text: index, range: { start: 0, end: text.length }, source: text, result, hunks };
}

/** A result that has only these sentences. */
export function resultOf(segments: readonly SegmentResult[], like?: RewriteResult): RewriteResult {
  return {
    ...textOf(segments),
    iterations: like?.iterations ?? 0,
    milliseconds: like?.milliseconds ?? 0,
  };
}

/** A text with the line breaks of its document. */
export function withEndOfLine(text: string, endOfLine: string): string {
  return text.replace(/\r\n|\r|\n/g, endOfLine);
}
