import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { trailingMarkers } from '../lineMarkers.js';
import { isProseFragment } from './codeLikeness.js';
import type { CodePart, ScannedProgram } from './codePart.js';
import { commentBlocks, type CommentBlock } from './commentBlock.js';
import { proseStarts } from './commentReader.js';
import { jsxParts } from './jsxParts.js';
import { lezerParts } from './lezerParts.js';
import { markupHoles } from './markupHoles.js';
import type { ProgramLanguage } from './programLanguage.js';
import { textMateParts } from './textMateParts.js';

/** A stretch in which there is prose, and what is none in it. */
interface ProseRange {
  readonly start: number;
  readonly end: number;
  readonly holes: readonly ProtectedSpan[];
  readonly delimiter?: Delimiter;
}

/** A selection of no more lines may be about its strings. */
const fewLines = 3;

/** The comments, documentation strings, strings and markup of a program, by the grammar of its language. */
export function scanProgram(text: string, language: ProgramLanguage, identifier: string): ScannedProgram {
  const { grammar } = language;
  if (!('lezer' in grammar)) return textMateParts(text, language);
  return grammar.lezer === 'javascript' ? jsxParts(text, identifier) : lezerParts(text, language);
}

function escapesIn(
  text: string,
  { contentStart, contentEnd }: CodePart,
  delimiter: Delimiter | undefined,
): ProtectedSpan[] {
  const content = text.slice(contentStart, contentEnd);
  return [...content.matchAll(/\\(?:u\{?[0-9a-fA-F]+\}?|x[0-9a-fA-F]{2}|[^])/g)].map(
    ({ 0: match, index }) => ({
      start: contentStart + index,
      end: contentStart + index + match.length,
      kind: 'escape',
      ...(/^\\[nrt]/.test(match) && { separates: true, ...(delimiter && { delimiter }) }),
    }),
  );
}

function stringRange(text: string, part: CodePart): ProseRange {
  const mark = text.slice(part.contentStart - 1, part.contentStart);
  const triple = text.slice(part.contentStart - 3, part.contentStart) === mark.repeat(3);
  const delimiter = !triple && (mark === '"' || mark === "'" || mark === '`') ? mark : undefined;
  return {
    start: part.contentStart,
    end: part.contentEnd,
    holes: [...escapesIn(text, part, delimiter), ...(part.holes ?? [])],
    ...(delimiter && { delimiter }),
  };
}

function commentRanges(text: string, block: CommentBlock, language: ProgramLanguage): ProseRange[] {
  const starts = proseStarts(block, language.documentation);
  const quote =
    block.kind === 'docstring' && block.marker.length === 1 ? (block.marker as Delimiter) : undefined;
  return block.lines.flatMap((line, index): ProseRange[] => {
    const from = starts[index];
    if (from === undefined) return [];
    const kept =
      block.kind === 'docstring' ? line.text.trimEnd().length : line.text.length - trailingMarkers(line.text);
    const end = line.start + Math.max(from, kept);
    const start = line.start + from;
    const holes = markupHoles(text.slice(start, end), start);
    return [{ start, end, holes, ...(quote && { delimiter: quote }) }];
  });
}

/** A string in which people are told something, and not a name, a path or a pattern. */
const isText = ({ kind, contentStart, contentEnd }: CodePart, text: string): boolean =>
  kind === 'string' && /\p{L}\s+\p{L}/u.test(text.slice(contentStart, contentEnd));

/** The complement of the prose: separating spans, then what is no prose inside it. */
function* around(text: string, ranges: readonly ProseRange[]): Generator<ProtectedSpan> {
  let position = 0;
  for (const { start, end, holes, delimiter } of ranges) {
    yield { start: position, end: start, kind: 'syntax', separates: true, ...(delimiter && { delimiter }) };
    yield* holes;
    position = Math.max(start, end);
  }
  yield { start: position, end: text.length, kind: 'syntax', separates: true };
}

/**
 * Makes the parser of a programming language: it finds everything that is not prose. Prose are comments, documentation and
 * the texts of markup. Strings are prose only in a selection of few lines without a comment; a text that is neither program nor
 * comment is taken for a part of a comment.
 * @param identifier VS Code language identifier
 */
export function programParser(
  language: ProgramLanguage,
  identifier: string,
): (text: string) => ProtectedSpan[] {
  return (text) => {
    const { parts, isProgram } = scanProgram(text, language, identifier);
    const comments = parts.filter(({ kind }) => kind === 'comment' || kind === 'docstring');
    const markup = parts.filter(({ kind }) => kind === 'markup');
    if (comments.length + markup.length > 0) {
      const ranges = [
        ...commentBlocks(text, comments, language).flatMap((block) => commentRanges(text, block, language)),
        ...markup.map(({ contentStart, contentEnd, holes = [] }) => ({
          start: contentStart,
          end: contentEnd,
          holes,
        })),
      ].sort((first, second) => first.start - second.start);
      return [...around(text, withHead(text, ranges, parts))];
    }
    const strings = parts.filter((part) => isText(part, text));
    const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
    if (strings.length > 0 && lines <= fewLines) {
      return [
        ...around(
          text,
          strings.map((part) => stringRange(text, part)),
        ),
      ];
    }
    return isProgram !== true && isProseFragment(text)
      ? fragmentMarkers(text)
      : [{ start: 0, end: text.length, kind: 'code', separates: true }];
  };
}

/** A selection may begin inside a block comment, whose end then comes without a start. */
function withHead(
  text: string,
  ranges: readonly ProseRange[],
  parts: readonly CodePart[],
): readonly ProseRange[] {
  const end = text.indexOf('*/');
  const opening = text.indexOf('/*');
  const first = parts[0]?.start ?? text.length;
  if (end < 0 || (opening >= 0 && opening < end) || first < end || !isProseFragment(text.slice(0, end)))
    return ranges;
  const head = fragmentMarkers(text.slice(0, end));
  let position = 0;
  const lines = [...head, { start: end, end }].map(({ start, end: after }): ProseRange => {
    const range = { start: position, end: start, holes: [] };
    position = after;
    return range;
  });
  return [...lines, ...ranges];
}

function fragmentMarkers(text: string): ProtectedSpan[] {
  return [...text.matchAll(/^[ \t]*(?:\*(?!\S)|\/{2,}[!/]?|#+|--+|;+|%+|\/\*+)[ \t]*/gm)].map(
    ({ 0: match, index }) => ({
      start: index,
      end: index + match.length,
      kind: 'marker',
      separates: true,
    }),
  );
}
