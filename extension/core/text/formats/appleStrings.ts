import type { ProtectedSpan } from '../protectedSpan.js';
import { doubleQuotedEscapes } from './json.js';

const part = /\/\*(?<block>[^]*?)(?:\*\/|$)|\/\/(?<line>[^\r\n]*)|=\s*"(?<value>(?:[^"\\]|\\[^])*)"/g;

/** The syntax of `.strings` files: everything but comments and values. */
export function parseAppleStrings(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const { 0: match, index, groups = {} } of text.matchAll(part)) {
    const value = groups['value'];
    const content = value ?? groups['block'] ?? groups['line'] ?? '';
    const start = index + match.indexOf(content, value === undefined ? 2 : match.indexOf('"') + 1);
    spans.push({
      start: position,
      end: start,
      kind: 'syntax',
      separates: true,
      ...(value !== undefined && { delimiter: '"' }),
    });
    spans.push(...(value === undefined ? [] : doubleQuotedEscapes(value, start)));
    position = start + content.length;
  }
  return [...spans, { start: position, end: text.length, kind: 'syntax', separates: true }];
}
