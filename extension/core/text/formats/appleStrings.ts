import type { ProtectedSpan } from '../protectedSpan.js';
import { doubleQuotedEscapes } from './stringEscapes.js';

/** Comments and strings in their order, so that neither is looked for inside the other. */
const token = /\/\*(?<block>[^]*?)(?:\*\/|$)|\/\/(?<line>[^\r\n]*)|"(?<string>(?:[^"\\]|\\[^])*)"?/g;

/** The syntax of `.strings` files: everything but comments and values. */
export function parseAppleStrings(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const { index, groups = {} } of text.matchAll(token)) {
    const string = groups['string'];
    if (string !== undefined && !/=\s*$/.test(text.slice(position, index))) continue;
    const content = string ?? groups['block'] ?? groups['line'] ?? '';
    const start = index + (string === undefined ? 2 : 1);
    spans.push({
      start: position,
      end: start,
      kind: 'syntax',
      separates: true,
      ...(string !== undefined && { delimiter: '"' }),
    });
    spans.push(...(string === undefined ? [] : doubleQuotedEscapes(string, start)));
    position = start + content.length;
  }
  return [...spans, { start: position, end: text.length, kind: 'syntax', separates: true }];
}
