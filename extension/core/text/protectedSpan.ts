import type { OffsetRange } from './offsetRange.js';

/** What a protected span is; only for people (messages, golden files) and for choosing among spans. */
export type SpanKind =
  | 'attribute'
  | 'code'
  | 'command'
  | 'comment'
  | 'email'
  | 'emphasis'
  | 'entity'
  | 'escape'
  | 'fence'
  | 'front-matter'
  | 'identifier'
  | 'key'
  | 'link'
  | 'marker'
  | 'math'
  | 'mnemonic'
  | 'path'
  | 'placeholder'
  | 'private-use'
  | 'reference'
  | 'syntax'
  | 'tag'
  | 'url';

/** A stretch of text that is not prose and must come through a rewrite unchanged. */
export interface ProtectedSpan extends OffsetRange {
  readonly kind: SpanKind;
  /**
   * True for what stands between pieces of prose and not inside a sentence: a fence, a table's cell border, a list
   * marker, a JSON key. No sentence goes over it. Absent: the span is a part of its sentence, like inline code.
   */
  readonly separates?: true;
  /** For spans that belong together: which side this one is. Pairs must stay well nested. */
  readonly pair?: 'open' | 'close';
  /** For separating spans: the quotation mark of the string literal that goes on behind the span. */
  readonly delimiter?: Delimiter;
  /**
   * For escapes of characters: what they stand for. The model reads the character itself, and an answer that has it is
   * written in the same way; such a span may be lost. Empty for the mark of a menu's letter, which is set anew.
   */
  readonly decoded?: string;
}

/**
 * How the string literal around a sentence is quoted, and so what a rewrite must not write as it is. The doubled
 * single quote is YAML's and SQL's way: there a quote is escaped by itself, in the others by a backslash. The colon stands
 * for a scalar of YAML without quotes: there nothing can be escaped. The angle bracket stands for character data of XML,
 * and a backslash with a quote for those of Android, which are escaped in both ways. The backslash stands for a value of a
 * `.properties` file, and with braces and an apostrophe for one that Java reads as a message with arguments. The ampersand
 * with a quote stands for an attribute of HTML.
 */
export type Delimiter = '"' | "'" | '`' | "''" | ':' | '<' | "\\'" | '\\' | "\\{'}" | '&"' | "&'";

const isEmpty = ({ start, end }: ProtectedSpan): boolean => start === end;

/**
 * Sorts spans and makes them disjoint: a span inside another is dropped, and two that overlap in part become one.
 * Empty spans are dropped too, unless they say what string literal follows.
 */
export function disjointSpans(spans: Iterable<ProtectedSpan>): ProtectedSpan[] {
  const sorted = [...spans].filter(({ start, end, delimiter }) => start < end || delimiter !== undefined);
  // An empty span says in which quotes the text behind it is, so it comes before what that text begins with.
  sorted.sort(
    (first, second) =>
      first.start - second.start ||
      Number(isEmpty(second)) - Number(isEmpty(first)) ||
      second.end - first.end,
  );
  const result: ProtectedSpan[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) {
      result.push(span);
    } else if (span.end > last.end) {
      // Two finds that overlap in part are of one thing seen by two rules; as one span neither can be torn apart.
      const { pair: _, ...rest } = last;
      const separates = last.separates === true && span.separates === true;
      result[result.length - 1] = {
        start: rest.start,
        end: span.end,
        kind: rest.kind,
        ...(separates && { separates }),
      };
    }
  }
  return result;
}

/** Those of some disjoint spans in order that overlap `[start, end)`. */
export function spansTouching(
  spans: readonly ProtectedSpan[],
  start: number,
  end: number,
): readonly ProtectedSpan[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end > start) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  let last = low;
  while (last < spans.length && spans[last]!.start < end) {
    last++;
  }
  return spans.slice(low, last);
}

/** Those of some disjoint spans in order that lie within `[start, end)`, in offsets from `start`; at its ends they are cut. */
export function spansWithin(spans: readonly ProtectedSpan[], start: number, end: number): ProtectedSpan[] {
  return spansTouching(spans, start, end).map((span) => ({
    ...span,
    start: Math.max(span.start, start) - start,
    end: Math.min(span.end, end) - start,
  }));
}
