import { formatRules } from './formats/formatRules.js';
import { findInlineSpans } from './inlineSpans.js';
import { disjointSpans, type ProtectedSpan } from './protectedSpan.js';

/**
 * Finds what is not prose in a text: disjoint, in order, in UTF-16 offsets. A parser of the format finds its syntax;
 * patterns find URLs, placeholders, paths and the like in what is left.
 *
 * @param format VS Code language identifier; one that is not known is treated as plain text.
 */
export function findProtectedSpans(text: string, format = 'plaintext'): ProtectedSpan[] {
  const { parse, rules } = formatRules(format);
  const structure = disjointSpans(parse?.(text) ?? []);
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
