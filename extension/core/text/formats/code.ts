import type { InlineRule } from '../inlineSpans.js';
import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';
import { CodeScanner, type CodePart } from './codeScanner.js';
import type { CommentSyntax } from './commentSyntax.js';

/** Comments that are written for tools. */
const directive =
  /^[\s*!/#<-]*(?:@ts-|@jsx|eslint|prettier-|tslint|jshint|jslint|stylelint|biome-|deno-|istanbul |c8 |v8 |webpack|noqa|type:\s*ignore|pylint|pyright|mypy:|flake8|ruff:|isort:|fmt:|pragma|nolint|go:|\+build|nosec|shellcheck|rubocop|frozen_string_literal|-\*-|vim:|clang-|NOLINT|SPDX-|region\b|endregion\b|sourceMappingURL|!\/)/i;

/** Names in comments: of tags, types, and whatever is written like an identifier. */
export const identifierRules: readonly InlineRule[] = [
  { kind: 'command', pattern: /\{@[a-z]+[^{}\n]*\}/gi },
  {
    kind: 'command',
    pattern:
      /(?<![\p{L}\p{N}@])[@\\](?:param|arg|argument|property|prop|template|typeparam|throws|exception|see|link|type|returns?|tparam)\b(?:\s+\{[^{}\n]*\})?(?:\s+\[?(?=[\w$.=]*(?:\s+-|\]))[\w$.=]+\]?(?:\s+-)?)?/gu,
  },
  {
    kind: 'command',
    pattern:
      /(?<![\p{L}\p{N}@.])@[A-Za-z][\w-]*(?:\s*\{[^{}\n]*\})?|:(?:param|type|raises|returns?|rtype)(?: [\w*]+){0,2}:/gu,
  },
  {
    kind: 'identifier',
    pattern:
      /(?<![\p{L}\p{N}_$])(?:[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*\(\)|[A-Za-z$][A-Za-z0-9$]*_[\w$]*|__?[A-Za-z]\w*|[a-z]+[a-z0-9]*[A-Z][\w$]*|[A-Za-z_]\w*(?:::\w+)+|[a-z_]\w+(?:\.[a-z_]\w+)+)(?![\p{L}\p{N}_$])/gu,
  },
];

/** Whether text that has neither comments nor strings reads like code and not like a sentence. */
function looksLikeCode(text: string): boolean {
  return /[=(){};<>[\]]/.test(text) && !/(?:^|\s)(?:\p{L}[\p{L}\p{M}'’-]*,?[^\S\r\n]+){3}\p{L}/u.test(text);
}

function* markersIn({ contentStart, contentEnd }: CodePart, text: string): Generator<ProtectedSpan> {
  // Repeated markers belong to the marker: `///`, `##`, `/**`, `;;;`.
  const content = text.slice(contentStart, contentEnd);
  let position = contentStart;
  for (const line of splitLines(content)) {
    const marker =
      /^(?:[^\S\r\n]*(?:[/!#;%*=~-]{2,}|[/!#;%*](?![\p{L}\p{N}])))?/u.exec(line)?.[0].length ?? 0;
    const isFirst = position === contentStart;
    const touching = isFirst ? (/^[/!#;%*<|^-]+(?=\s|$)|^[/!]/.exec(line)?.[0].length ?? 0) : 0;
    const end = position + Math.max(marker, touching);
    yield { start: position, end, kind: 'marker', separates: true };
    if (directive.test(line)) {
      yield { start: position, end: position + line.length, kind: 'comment', separates: true };
    }
    position += line.length;
  }
}

function delimiterOf({ kind, quote }: CodePart): Delimiter | undefined {
  const mark = quote.charAt(0);
  return kind === 'string' && (mark === '"' || mark === "'" || mark === '`') ? mark : undefined;
}

function* between(parts: readonly CodePart[], text: string): Generator<ProtectedSpan> {
  let position = 0;
  for (const part of parts) {
    const delimiter = delimiterOf(part);
    yield {
      start: position,
      end: part.contentStart,
      kind: 'syntax',
      separates: true,
      ...(delimiter && { delimiter }),
    };
    position = part.contentEnd;
  }
  yield { start: position, end: text.length, kind: 'syntax', separates: true };
}

function* stringEscapes(part: CodePart, text: string): Generator<ProtectedSpan> {
  const { contentStart, contentEnd } = part;
  const delimiter = delimiterOf(part);
  const content = text.slice(contentStart, contentEnd);
  for (const { 0: match, index } of content.matchAll(/\\(?:u\{?[0-9a-fA-F]+\}?|x[0-9a-fA-F]{2}|[^])/g)) {
    const span: ProtectedSpan = {
      start: contentStart + index,
      end: contentStart + index + match.length,
      kind: 'escape',
    };
    yield /^\\[nrt]/.test(match) ? { ...span, separates: true, ...(delimiter && { delimiter }) } : span;
  }
}

/**
 * Everything in source code that is not prose. Where there are comments, they are the prose; else strings with more
 * than one word in them; else, if it does not look like code, the text is a part of a comment.
 */
export function parseCode(syntax: CommentSyntax): (text: string) => ProtectedSpan[] {
  const scanner = new CodeScanner(syntax);
  return (text) => {
    const parts = scanner.scan(text);
    const comments = parts.filter(({ kind }) => kind === 'comment');
    if (comments.length > 0) {
      return [...between(comments, text), ...comments.flatMap((part) => [...markersIn(part, text)])];
    }
    const strings = parts.filter(
      ({ kind, contentStart, contentEnd }) =>
        kind === 'string' && /\p{L}\s+\p{L}/u.test(text.slice(contentStart, contentEnd)),
    );
    const around = [...between(strings, text)].map(({ start, end }) => text.slice(start, end)).join('');
    if (strings.length > 0 && (looksLikeCode(around) || /^[\s"'`,:\w.-]{0,40}$/.test(around))) {
      return [...between(strings, text), ...strings.flatMap((part) => [...stringEscapes(part, text)])];
    }
    return looksLikeCode(text) ? [{ start: 0, end: text.length, kind: 'code', separates: true }] : [];
  };
}
