import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';

const escape =
  /\\(?:[uU][dD][89abAB][0-9a-fA-F]{2}\\[uU][dD][c-fC-F][0-9a-fA-F]{2}|u+[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|U[0-9a-fA-F]{4}|\([^()"\\]*\)|\r\n|[^])/g;

const hexadecimal = /^\\[uUx]+([0-9a-fA-F]+)$/;

/** The character that an escape stands for; undefined for white space and what is no character. */
function decodedEscape(escaped: string): string | undefined {
  if (/^(?:\\[uU][0-9a-fA-F]{4}){2}$/.test(escaped)) {
    return escaped.replace(/\\[uU]([0-9a-fA-F]{4})/g, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    );
  }
  const code = parseInt(hexadecimal.exec(escaped)?.[1] ?? '', 16);
  if (!Number.isNaN(code)) {
    return code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : undefined;
  }
  return /^\\['"/\\]$/.test(escaped) ? escaped.slice(1) : undefined;
}

/**
 * The escapes in the content of a string: those of white space separate, others are in the sentence.
 * @param offset of the content in the document
 * @param delimiter of the string
 */
export function* stringEscapes(
  content: string,
  offset: number,
  delimiter: Delimiter,
): Generator<ProtectedSpan> {
  for (const { 0: match, index } of content.matchAll(escape)) {
    const start = offset + index;
    const span: ProtectedSpan = { start, end: start + match.length, kind: 'escape' };
    const decoded = decodedEscape(match);
    if (/^\\[nrtfbv\r\n]/.test(match)) yield { ...span, separates: true, delimiter };
    else yield decoded === undefined ? span : { ...span, decoded };
  }
}

/** The escapes in the content of a double-quoted string. */
export function doubleQuotedEscapes(content: string, offset: number): Generator<ProtectedSpan> {
  return stringEscapes(content, offset, '"');
}

/** Single quotes that are written twice in a string between single quotes (YAML, SQL, messages of Java). */
export function* doubledQuotes(content: string, offset: number): Generator<ProtectedSpan> {
  for (const { index } of content.matchAll(/''/g)) {
    yield { start: offset + index, end: offset + index + 2, kind: 'escape', decoded: "'" };
  }
}
