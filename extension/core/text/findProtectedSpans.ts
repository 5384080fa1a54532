import { DecodedText } from './decodedText.js';
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

interface Gap {
  readonly decoded: DecodedText;
  /** The quotes of the string literal that it is in. */
  readonly delimiter: Delimiter | undefined;
}

/** Stands for a tag or the like inside a message; no text has it. */
const noncharacter = '\ufdd0';

/**
 * The stretches of a text between spans; escapes of characters are part of them.
 * @param acrossInline whether spans inside of sentences are too, as one character each
 */
function* gapsBetween(text: string, spans: readonly ProtectedSpan[], acrossInline: boolean): Generator<Gap> {
  let start = 0;
  let delimiter: Delimiter | undefined;
  let escapes: ProtectedSpan[] = [];
  for (const span of spans) {
    if (span.decoded !== undefined) {
      escapes.push(span);
      continue;
    }
    if (acrossInline && !span.separates) {
      escapes.push({ ...span, decoded: noncharacter });
      continue;
    }
    if (span.start > start) {
      yield { decoded: new DecodedText(text.slice(start, span.start), start, escapes), delimiter };
    }
    escapes = [];
    start = span.end;
    delimiter = span.separates ? span.delimiter : delimiter;
  }
  yield { decoded: new DecodedText(text.slice(start), start, escapes), delimiter };
}

/** Spans that were found in what a gap stands for, where they stand in the document. */
function placed({ decoded, delimiter }: Gap, spans: readonly ProtectedSpan[]): ProtectedSpan[] {
  return spans.map((span) => ({
    ...span,
    ...decoded.rangeInDocument(span),
    ...(span.separates && delimiter !== undefined && { delimiter }),
  }));
}

/** What a model may read and write by itself; every other escaped character is protected like code. */
const readable = /^[\p{L}\p{M}\p{N}'"’‘‚“”„«»‹›–—…/]*$/u;

function settled(span: ProtectedSpan): ProtectedSpan {
  if (span.decoded === undefined || readable.test(span.decoded)) {
    return span;
  }
  const { decoded: _, ...rest } = span;
  return rest;
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
    ? [...gapsBetween(text, structure, true)].flatMap((gap) =>
        placed(gap, findMessageSpans(gap.decoded.text, 0, gap.delimiter)),
      )
    : [];
  const found = messages.length === 0 ? structure : disjointSpans([...structure, ...messages]);
  // Only the gaps are searched, so that no pattern can run from prose into syntax.
  const inline = [...gapsBetween(text, found, false)].flatMap((gap) =>
    placed(gap, findInlineSpans(gap.decoded.text, rules)),
  );
  return disjointSpans([...found, ...inline]).map(settled);
}
