import { isTechnicalValue } from '../technicalValue.js';
import type { ProtectedSpan } from '../protectedSpan.js';

const token = /"(?:[^"\\\r\n]|\\[^\r\n])*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g;
const escape = /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|\([^()"\\]*\)|[^])/g;

/** The escapes in the content of a double-quoted string: those of white space separate, others are in the sentence. */
export function* doubleQuotedEscapes(content: string, offset: number): Generator<ProtectedSpan> {
  for (const { 0: match, index } of content.matchAll(escape)) {
    const start = offset + index;
    const span: ProtectedSpan = { start, end: start + match.length, kind: 'escape' };
    yield /^\\[nrtfbv]/.test(match) ? { ...span, separates: true, delimiter: '"' } : span;
  }
}

/**
 * The syntax of JSON (with comments): everything but the strings that are values. Where there is no string at all,
 * the text is taken to be the inside of one.
 */
export function parseJson(text: string): ProtectedSpan[] {
  return /"@@locale"\s*:/.test(text) ? parseArb(text) : parseValues(text, () => false);
}

const bracket = /"(?:[^"\\\r\n]|\\[^\r\n])*"?|[{}]/g;
const metadataKey = /"@[^"]*"\s*:\s*\{/g;

/** The syntax of Application Resource Bundles: JSON in which what belongs to a key with `@` is for programs. */
export function parseArb(text: string): ProtectedSpan[] {
  const metadata = [...text.matchAll(/"@@[^"]*"\s*:\s*"(?:[^"\\\r\n]|\\[^\r\n])*"/g)].map(
    ({ 0: found, index }) => ({ start: index, end: index + found.length }),
  );
  for (const { 0: found, index } of text.matchAll(metadataKey)) {
    let depth = 0;
    bracket.lastIndex = index + found.length - 1;
    for (let match = bracket.exec(text); match !== null; match = bracket.exec(text)) {
      depth += match[0] === '{' ? 1 : match[0] === '}' ? -1 : 0;
      if (depth === 0) {
        metadata.push({ start: index, end: bracket.lastIndex });
        break;
      }
    }
  }
  return parseValues(text, (offset) => metadata.some(({ start, end }) => start <= offset && offset < end));
}

function parseValues(text: string, isMetadata: (offset: number) => boolean): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  const separate = (end: number, delimiter?: '"'): void => {
    spans.push({ start: position, end, kind: 'syntax', separates: true, ...(delimiter && { delimiter }) });
    position = end;
  };
  for (const { 0: match, index } of text.matchAll(token)) {
    const end = index + match.length;
    if (match.startsWith('/')) {
      // A comment is prose behind its marker.
      separate(index + 2);
      position = end;
      continue;
    }
    if (
      !match.startsWith('"') ||
      /^\s*:/.test(text.slice(end, end + 100)) ||
      isTechnicalValue(match.slice(1, -1)) ||
      isMetadata(index)
    ) {
      continue;
    }
    const close = match.length > 1 && match.endsWith('"') ? end - 1 : end;
    separate(index + 1, '"');
    spans.push(...doubleQuotedEscapes(text.slice(position, close), position));
    position = close;
  }
  if (spans.length === 0 && !/["{}[\]]/.test(text)) {
    const inside: ProtectedSpan = { start: 0, end: 0, kind: 'syntax', separates: true, delimiter: '"' };
    return [inside, ...doubleQuotedEscapes(text, 0)];
  }
  separate(text.length);
  return spans;
}
