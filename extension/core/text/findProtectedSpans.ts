import { formatRules, type FormatRules } from './formats/formatRules.js';
import { findInlineSpans } from './inlineSpans.js';
import { disjointSpans, type ProtectedSpan } from './protectedSpan.js';

function structureOf(text: string, parse: FormatRules['parse']): ProtectedSpan[] {
  try {
    return disjointSpans(parse?.(text) ?? []);
  } catch (error) {
    // Brackets nested thousands deep overflow the parsers' stack. Nothing in such a text is worth a wrong edit.
    if (error instanceof RangeError) {
      return [{ start: 0, end: text.length, kind: 'syntax', separates: true }];
    }
    throw error;
  }
}

/**
 * Finds what is not prose in a text: disjoint, in order, in UTF-16 offsets. A parser of the format finds its syntax;
 * patterns find URLs, placeholders, paths and the like in what is left.
 *
 * @param format VS Code language identifier; one that is not known is treated as plain text.
 */
export function findProtectedSpans(text: string, format = 'plaintext'): ProtectedSpan[] {
  const { parse, rules } = formatRules(format);
  const structure = structureOf(text, parse);
  const spans: ProtectedSpan[] = [];
  let position = 0;
  // Only the gaps are searched, so that no pattern can run from prose into syntax.
  for (const span of [...structure, { start: text.length, end: text.length }]) {
    spans.push(...findInlineSpans(text.slice(position, span.start), rules, position));
    if ('kind' in span) {
      spans.push(span);
    }
    position = span.end;
  }
  return spans;
}
