import type { ProtectedSpan } from '../protectedSpan.js';
import { isTechnicalValue } from '../technicalValue.js';
import { jsonVocabularyOf, type JsonValue, type JsonVocabulary } from './jsonVocabularies.js';
import { parseNotebook } from './notebook.js';
import { stringEscapes } from './stringEscapes.js';

const token =
  /"(?:[^"\\\r\n]|\\(?:\r\n|[^]))*"?|(?<![\w$])'(?:[^'\\\r\n]|\\(?:\r\n|[^]))*'?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[{}[\],]|[\w$]+(?=\s*:)/g;

interface JsonParts {
  readonly values: readonly JsonValue[];
  /** Contents of comments. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** The values and comments of JSON and JSON5, also of a part of one. */
export function jsonParts(text: string): JsonParts {
  const values: JsonValue[] = [];
  const comments: { start: number; end: number }[] = [];
  const path: string[] = [];
  const open: { readonly depth: number; readonly object: number }[] = [];
  const depth = (): number => open.at(-1)?.depth ?? 0;
  const object = (): number => open.at(-1)?.object ?? -1;
  for (const { 0: match, index } of text.matchAll(token)) {
    const end = index + match.length;
    const first = match.charAt(0);
    if (first === '/') {
      comments.push({ start: index + 2, end });
    } else if (first === '{' || first === '[') {
      open.push({ depth: path.length, object: first === '{' ? index : object() });
    } else if (first === '}' || first === ']') {
      path.length = open.pop()?.depth ?? 0;
    } else if (first === ',') {
      path.length = depth();
    } else if (/^\s*:/.test(text.slice(end, end + 100))) {
      path.length = depth();
      path.push(/^["']/.test(match) ? match.slice(1, -1) : match);
    } else if (first === '"' || first === "'") {
      const closed = match.length > 1 && match.endsWith(first);
      values.push({
        start: index + 1,
        end: closed ? end - 1 : end,
        quote: first,
        path: [...path],
        object: object(),
      });
    }
  }
  return { values, comments };
}

/** The syntax of Application Resource Bundles: JSON in which what belongs to a key with `@` is for programs. */
export function parseArb(text: string): ProtectedSpan[] {
  return parseValues(text, ({ path }) => path.some((key) => key.startsWith('@')));
}

/**
 * The syntax of JSON and JSON5 (with comments): everything but the strings that are values. Where there is no string at all,
 * the text is taken to be the inside of one.
 */
export function parseJson(text: string): ProtectedSpan[] {
  if (!/["{}[\]]/.test(text)) {
    const inside: ProtectedSpan = { start: 0, end: 0, kind: 'syntax', separates: true, delimiter: '"' };
    return [inside, ...stringEscapes(text, 0, '"')];
  }
  if (/"nbformat"\s*:/.test(text)) return parseNotebook(text, jsonParts(text).values);
  const vocabulary: JsonVocabulary | undefined = jsonVocabularyOf(text);
  return vocabulary === undefined
    ? parseValues(text, () => false)
    : parseValues(text, ({ path }) => !vocabulary(path));
}

function parseValues(text: string, isForPrograms: (value: JsonValue) => boolean): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  const { values, comments } = jsonParts(text);
  const wanted = values.filter(
    (value) =>
      !isTechnicalValue(text.slice(value.start, value.end), value.path.at(-1)) && !isForPrograms(value),
  );
  const prose: { readonly start: number; readonly end: number; readonly quote?: '"' | "'" }[] = [
    ...wanted,
    ...comments,
  ];
  prose.sort((first, second) => first.start - second.start);
  for (const { start, end, quote: delimiter } of prose) {
    spans.push({
      start: position,
      end: start,
      kind: 'syntax',
      separates: true,
      ...(delimiter && { delimiter }),
    });
    if (delimiter) spans.push(...stringEscapes(text.slice(start, end), start, delimiter));
    position = end;
  }
  spans.push({ start: position, end: text.length, kind: 'syntax', separates: true });
  return spans;
}
