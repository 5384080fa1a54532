import type * as vscode from 'vscode';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import { startRun, type PendingRun } from '../../core/review/pendingRun.js';
import { lengthOfDocument, rangeIn } from '../../editor/textRanges.js';
import { Region } from '../../editor/region.js';
import type { Target } from './target.js';

/** What a request is about. Its ranges are linked: their answers are applied together or not at all. */
export interface Snapshot {
  readonly document: vscode.TextDocument;
  /** The part of the document that is watched. */
  readonly region: Region;
  /** The ranges and their texts, in offsets of the region. */
  readonly pending: PendingRun;
}

/** @param target has at least one range */
export function takeSnapshot({ document, ranges }: Target): Snapshot {
  const offsets = ranges.map(({ start, end }) => ({
    start: document.offsetAt(start),
    end: document.offsetAt(end),
  }));
  const around = { start: offsets[0]!.start, end: offsets.at(-1)!.end };
  const region = Region.around(around, lengthOfDocument(document));
  const text = document.getText(rangeIn(document, region.range));
  const inRegion = ({ start, end }: OffsetRange): OffsetRange => ({
    start: start - region.range.start,
    end: end - region.range.start,
  });
  return { document, region, pending: startRun(text, offsets.map(inRegion)) };
}
