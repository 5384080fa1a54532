import { formatRules, type FormatRules } from './formats/formatRules.js';
import { findMessageSpans } from './icuMessages.js';
import { findInlineSpans } from './inlineSpans.js';
import { disjointSpans, type Delimiter, type ProtectedSpan } from './protectedSpan.js';

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

/** The stretches of a text between spans, each with the string literal that it is in. */
function* gapsBetween(
  text: string,
  spans: readonly ProtectedSpan[],
): Generator<{ readonly gap: string; readonly start: number; readonly delimiter: Delimiter | undefined }> {
  let start = 0;
  let delimiter: Delimiter | undefined;
  for (const span of spans) {
    yield { gap: text.slice(start, span.start), start, delimiter };
    start = span.end;
    delimiter = span.separates ? span.delimiter : delimiter;
  }
  yield { gap: text.slice(start), start, delimiter };
}

/**
 * Finds what is not prose in a text: disjoint, in order, in UTF-16 offsets. A parser of the format finds its syntax;
 * what chooses between messages is parsed too; patterns find URLs, placeholders, paths and the like in what is left.
 *
 * @param format VS Code language identifier; one that is not known is treated as plain text.
 */
export function findProtectedSpans(text: string, format = 'plaintext'): ProtectedSpan[] {
  const { parse, rules, hasMessages } = formatRules(format);
  const structure = structureOf(text, parse);
  const messages = hasMessages
    ? [...gapsBetween(text, structure)].flatMap(({ gap, start, delimiter }) =>
        findMessageSpans(gap, start, delimiter),
      )
    : [];
  const found = messages.length === 0 ? structure : disjointSpans([...structure, ...messages]);
  // Only the gaps are searched, so that no pattern can run from prose into syntax.
  const inline = [...gapsBetween(text, found)].flatMap(({ gap, start, delimiter }) =>
    findInlineSpans(gap, rules, start).map((span) =>
      span.separates && delimiter !== undefined ? { ...span, delimiter } : span,
    ),
  );
  return disjointSpans([...found, ...inline]);
}
