import type { ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';

const comment = /^[ \t\f]*[#!;]+/;
const section = /^[ \t]*\[[^\]\r\n]*\][ \t]*$/;
const key = /^[ \t\f]*(?![ \t\f])(?:\\.|[^\s=:\\]|[ \t](?=[^=:\r\n]*=))*[ \t\f]*[=:][ \t\f]*/;
const escape = /\\(?:u+[0-9a-fA-F]{4}|\r\n|[^])/g;

function* escapes(value: string, offset: number): Generator<ProtectedSpan> {
  for (const { 0: match, index } of value.matchAll(escape)) {
    const start = offset + index;
    const span = { start, end: start + match.length, kind: 'escape' } as const;
    yield /^\\[nrtf\r\n]/.test(match) ? { ...span, separates: true } : span;
  }
}

/** The syntax of `.properties` and `.ini` files: keys, section headers, comment markers, escapes. */
export function parseProperties(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  let continues = false;
  for (const line of splitLines(text)) {
    const isComment: boolean = !continues && comment.test(line);
    const found = continues
      ? undefined
      : (comment.exec(line) ?? section.exec(line.trimEnd()) ?? key.exec(line));
    const length = found?.[0].length ?? 0;
    spans.push({
      start: position,
      end: position + length,
      kind: isComment ? 'marker' : 'key',
      separates: true,
    });
    if (!isComment) {
      spans.push(...escapes(line.slice(length), position + length));
    }
    // An odd number of backslashes at the end carries the value on to the next line.
    continues = !isComment && (/\\*(?=\r\n$|\r$|\n$|$)/.exec(line)?.[0].length ?? 0) % 2 === 1;
    position += line.length;
  }
  return spans;
}
