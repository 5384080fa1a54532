import type { SegmentWarning } from '../../core/protocol/protocol.js';
import { leftAloneText } from '../leftAlone.js';

/** What became of a file. `kept`: its output was changed by hand, and the source is the same. */
export type Outcome = 'written' | 'unchanged' | 'copied' | 'kept' | 'skipped' | 'failed';

export interface FileReport {
  /** Relative to the source folder, with slashes. */
  readonly path: string;
  readonly outcome: Outcome;
  /** Sentences worked on in this run, and those whose answer was known. */
  readonly sentences?: { readonly fresh: number; readonly known: number };
  /** Lines (from 1) of sentences that stayed as they were, and why. */
  readonly left?: readonly { readonly line: number; readonly reason: string }[];
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

export interface FolderSummary {
  readonly files: Readonly<Record<Outcome, number>>;
  readonly sentences: { readonly fresh: number; readonly known: number; readonly left: number };
}

/** Counts what was done. */
export function summarise(reports: readonly FileReport[]): FolderSummary {
  const count = (outcome: Outcome): number => reports.filter((report) => report.outcome === outcome).length;
  const sum = (number: (report: FileReport) => number): number =>
    reports.reduce((total, report) => total + number(report), 0);
  return {
    files: {
      written: count('written'),
      unchanged: count('unchanged'),
      copied: count('copied'),
      kept: count('kept'),
      skipped: count('skipped'),
      failed: count('failed'),
    },
    sentences: {
      fresh: sum(({ sentences }) => sentences?.fresh ?? 0),
      known: sum(({ sentences }) => sentences?.known ?? 0),
      left: sum(({ left }) => left?.length ?? 0),
    },
  };
}

/** The summary as a sentence. @param dryRun whether nothing was written */
export function summaryText({ files, sentences }: FolderSummary, dryRun: boolean): string {
  const parts = [
    [files.written, dryRun ? 'to write' : 'written'],
    [files.unchanged, 'unchanged'],
    [files.copied, dryRun ? 'to copy' : 'copied'],
    [files.kept, 'kept as changed by hand'],
    [files.skipped, 'skipped'],
    [files.failed, 'failed'],
  ] as const;
  const counted = parts.filter(([number], index) => number > 0 || index === 0);
  const list = counted.map(([number, what]) => `${number} ${what}`).join(', ');
  const fresh = `${sentences.fresh} ${sentences.fresh === 1 ? 'sentence' : 'sentences'}`;
  return `files: ${list}; ${fresh} ${dryRun ? 'to do' : 'done'}, ${sentences.known} known before, ${sentences.left} left as they were`;
}

/** Why a sentence was left as it was, in words. */
export function reasonText(reason: string): string {
  return leftAloneText(reason as SegmentWarning) ?? reason;
}
