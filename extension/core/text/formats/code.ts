import type { InlineRule } from '../inlineSpans.js';
import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';
import { CodeScanner, type CodePart } from './codeScanner.js';
import type { CommentSyntax } from './commentSyntax.js';
import { parseScript } from './script.js';

/** Comments that are written for tools. */
const directive =
  /^[\s*!/#<-]*(?:@ts-|@jsx|eslint|prettier-|tslint|jshint|jslint|stylelint|biome-|deno-|istanbul |c8 |v8 |webpack|noqa|type:\s*ignore|pylint|pyright|mypy:|flake8|ruff:|isort:|fmt:|pragma|nolint|go:|\+build|nosec|shellcheck|rubocop|frozen_string_literal|-\*-|vim:|clang-|NOLINT|SPDX-|region\b|endregion\b|sourceMappingURL|!\/)/i;

/** What is typed at Python's prompt, up to the next blank line, with what it answers. */
const exampleStart = /^\s*>>> /;

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
      /(?<![\p{L}\p{N}_$])(?:[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*){0,20}\(\)|[A-Za-z$][A-Za-z0-9$]*_[\w$]*|__?[A-Za-z]\w*|[a-z][a-z0-9]*[A-Z][\w$]*|[A-Za-z_]\w*(?:::\w+)+|[a-z_]\w+(?:\.[a-z_]\w+)+)(?![\p{L}\p{N}_$])/gu,
  },
];

const codeLine =
  /[;{}([]\s*(?:\/\/.*|#.*)?$|^\s*[})\]]|=>|->|[\w$]\(|[\w$]\s*[-+*|&?]?=\s|[=!]=|^\s*(?:[.@]\w|(?:import|export|const|let|var|return|def|class|public|private|protected|static|function|func|fn|if|else|for|while|switch|case|try|catch|include|using|package|module|namespace|struct|enum|interface|type|end|do|then|begin)\b)/;

/** Four words in a row, or the middle of a block comment. */
const proseLine = /(?:^|\s)(?:\p{L}[\p{L}\p{M}'’-]*,?[^\S\r\n]+){3}\p{L}|^\s*\*\s/u;

/** Whether most lines of a text that has no comments read like code and not like sentences. */
function looksLikeCode(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const code = lines.filter(
    (line) => codeLine.test(line) && (!proseLine.test(line) || /[;{}(,]\s*$/.test(line)),
  ).length;
  return /[=(){};<>[\]:]/.test(text) && code * 2 >= lines.length;
}

function* markersIn({ contentStart, contentEnd }: CodePart, text: string): Generator<ProtectedSpan> {
  // Repeated markers belong to the marker: `///`, `##`, `/**`, `;;;`.
  const content = text.slice(contentStart, contentEnd);
  let position = contentStart;
  let isExample = false;
  for (const line of splitLines(content)) {
    isExample = exampleStart.test(line) || (isExample && line.trim() !== '');
    const marker =
      /^(?:[^\S\r\n]*(?:[/!#;%*=~-]{2,}|[/!#;%*](?![\p{L}\p{N}])))?/u.exec(line)?.[0].length ?? 0;
    const isFirst = position === contentStart;
    const touching = isFirst ? (/^[/!#;%*<|^-]+(?=\s|$)|^[/!]/.exec(line)?.[0].length ?? 0) : 0;
    const end = position + Math.max(marker, touching);
    yield { start: position, end, kind: 'marker', separates: true };
    if (isExample || directive.test(line)) {
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

/** A string in which people are told something, and not a name, a path or a pattern. */
function isText({ kind, contentStart, contentEnd }: CodePart, text: string): boolean {
  return kind === 'string' && /\p{L}\s+\p{L}/u.test(text.slice(contentStart, contentEnd));
}

/**
 * Everything in source code that is not prose. Where there are comments or JSX elements, they are the prose; else strings
 * with more than one word in them; else, if it does not look like code, the text is a part of a comment.
 * @param language VS Code language identifier
 */
export function parseCode(syntax: CommentSyntax, language: string): (text: string) => ProtectedSpan[] {
  const scanner = new CodeScanner(syntax);
  return (text) => {
    const parsed = parseScript(text, language);
    const parts = parsed?.parts ?? scanner.scan(text);
    const inner = (part: CodePart): ProtectedSpan[] => [
      ...(part.kind === 'comment' ? markersIn(part, text) : []),
      ...(part.kind === 'string' ? stringEscapes(part, text) : []),
      ...(part.holes ?? []),
    ];
    const written = parts.filter(({ kind }) => kind !== 'string');
    if (written.length > 0) {
      return [...between(written, text), ...written.flatMap(inner)];
    }
    const strings = parts.filter((part) => isText(part, text));
    const around = [...between(strings, text)].map(({ start, end }) => text.slice(start, end)).join('');
    const isCode = parsed?.isCode ?? looksLikeCode(around);
    if (strings.length > 0 && (isCode || /^[\s"'`,:\w.-]{0,40}$/.test(around))) {
      return [...between(strings, text), ...strings.flatMap(inner)];
    }
    return (parsed?.isCode ?? looksLikeCode(text))
      ? [{ start: 0, end: text.length, kind: 'code', separates: true }]
      : [];
  };
}
