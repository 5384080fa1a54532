import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';
import { doubledQuotes, stringEscapes } from './stringEscapes.js';

const comment = /^[ \t\f]*[#!;]+/;
const section = /^[ \t]*\[[^\]\r\n]*\][ \t]*$/;
/** Java ends a key at white space, `=` or `:`. */
const key = /^[ \t\f]*(?![ \t\f])(?:\\[^]|[^\s=:\\])*(?:[ \t\f]*[=:]|(?=\s)|$)[ \t\f]*/;
/** A key of `.ini` files has spaces in it, and ends at `=` or `:`. */
const iniKey = /^[ \t\f]*(?![ \t\f])(?:\\.|[^\s=:\\]|[ \t](?=[^=:\r\n]*[=:]))*[ \t\f]*[=:][ \t\f]*/;
/** An argument of a message of Java, which reads apostrophes as quotes. */
const messageArgument = /\{\d+(?:\s*,[^{}]*)?\}/;
/** Literal text in a message: `'{'`. */
const messageQuote = /''|'[^']*(?:'|$)/g;

interface Value {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A logical line: what is in front of its value, and the value with the lines that go on. */
function* logicalLines(text: string): Generator<{ readonly start: number; readonly text: string }> {
  let position = 0;
  let held = '';
  for (const line of splitLines(text)) {
    const isComment = held === '' && comment.test(line);
    held += line;
    // An odd number of backslashes at the end carries the value on to the next line.
    const continues = !isComment && (/\\*(?=\r\n$|\r$|\n$|$)/.exec(line)?.[0].length ?? 0) % 2 === 1;
    if (continues) continue;
    yield { start: position, text: held };
    position += held.length;
    held = '';
  }
  if (held !== '') yield { start: position, text: held };
}

function* messageQuotes({ start, text }: Value): Generator<ProtectedSpan> {
  for (const { 0: found, index } of text.matchAll(messageQuote)) {
    if (found === "''") continue;
    yield { start: start + index, end: start + index + found.length, kind: 'placeholder' };
  }
}

function valueSpans(value: Value, delimiter: Delimiter): ProtectedSpan[] {
  const escapes = [...stringEscapes(value.text, value.start, delimiter)];
  return delimiter === '\\'
    ? escapes
    : [...escapes, ...messageQuotes(value), ...doubledQuotes(value.text, value.start)];
}

function parseLines(text: string, keyPattern: RegExp): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  for (const { start, text: line } of logicalLines(text)) {
    const mark = comment.exec(line)?.[0].length;
    const isSection = keyPattern === iniKey && section.test(line.trimEnd());
    const length = mark ?? (isSection ? line.trimEnd().length : (keyPattern.exec(line)?.[0].length ?? 0));
    const value = { start: start + length, end: start + line.trimEnd().length, text: line.slice(length) };
    const delimiter = messageArgument.test(value.text) ? "\\{'}" : '\\';
    spans.push({
      start,
      end: start + length,
      kind: mark === undefined ? 'key' : 'marker',
      separates: true,
      ...(mark === undefined && { delimiter }),
    });
    if (mark === undefined) spans.push(...valueSpans(value, delimiter));
  }
  return spans;
}

/** The syntax of `.properties` files: keys, comment markers, escapes, and what Java reads as quotes of a message. */
export function parseProperties(text: string): ProtectedSpan[] {
  // A selection may be a value by itself, of which no word is a key.
  if (!/[=:\r\n]/.test(text)) return [];
  return parseLines(text, key);
}

/** The syntax of `.ini` files and those like it: keys, section headers, comment markers, escapes. */
export function parseIni(text: string): ProtectedSpan[] {
  return parseLines(text, iniKey);
}
