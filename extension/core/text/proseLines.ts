import type { OffsetRange } from './offsetRange.js';
import { leadingMarkers, trailingMarkers } from './lineMarkers.js';
import type { Delimiter, ProtectedSpan } from './protectedSpan.js';
import { splitLines } from './sentences.js';

/** The prose of a line: without indentation, markers and white space around it, perhaps empty. */
export interface ProseLine extends OffsetRange {
  /** The quotation mark of the string literal that the line is in. */
  readonly delimiter: Delimiter | undefined;
}

/** The parts of a text between its separating spans, each cut at line breaks. */
export function* proseLines(text: string, spans: readonly ProtectedSpan[]): Generator<ProseLine> {
  let position = 0;
  let delimiter: Delimiter | undefined;
  let atLineStart = true;
  const textEnd: ProtectedSpan = { start: text.length, end: text.length, kind: 'syntax', separates: true };
  for (const span of [...spans.filter(({ separates }) => separates), textEnd]) {
    for (const line of splitLines(text.slice(position, span.start))) {
      const end = position + line.length;
      const blank = line.length - line.trimStart().length;
      const markers: number = atLineStart ? leadingMarkers(line) : blank;
      yield {
        start: position + markers,
        end: Math.max(position + markers, end - trailingMarkers(line)),
        delimiter,
      };
      atLineStart = /[\r\n]$/.test(line) || (atLineStart && markers === line.length);
      position = end;
    }
    atLineStart ||= /[\r\n]$/.test(text.slice(span.start, span.end));
    position = span.end;
    delimiter = span.delimiter;
  }
}
