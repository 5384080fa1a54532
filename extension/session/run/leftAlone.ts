import type * as vscode from 'vscode';
import type { RewriteResult } from '../../core/protocol/protocol.js';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import type { ActiveRun } from './activeRun.js';
import { leftAloneReason } from './leftAloneReason.js';

/** A sentence that was left as it was. */
export interface LeftSentence {
  /** Where it stands now. */
  readonly range: OffsetRange;
  readonly reason: string;
}

/** The sentences of an answer that were left as they were; an empty list where all are as they were asked for. */
export interface LeftAlone {
  readonly document: vscode.TextDocument;
  /** What was worked on. */
  readonly ranges: readonly OffsetRange[];
  readonly sentences: readonly LeftSentence[];
}

/** Finds the sentences that were left as they were, after the rest was written. */
export function leftAloneIn(run: ActiveRun, results: readonly RewriteResult[]): LeftAlone {
  const sentences = results.flatMap(({ segments }, text) => {
    let offset = 0;
    return segments.flatMap(({ source, warning }): LeftSentence[] => {
      const start = offset;
      offset += source.length;
      // What is as it should be already is counted, and not marked.
      const reason = warning === 'already-translated' ? undefined : leftAloneReason(warning);
      const isThere = (run.texts[text] ?? '').startsWith(source, start);
      if (reason === undefined || !isThere) {
        return [];
      }
      const range = {
        start: start + (source.length - source.trimStart().length),
        end: start + source.trimEnd().length,
      };
      return [{ range: run.placeOf(text, range), reason }];
    });
  });
  return { document: run.document, ranges: run.ranges, sentences };
}
