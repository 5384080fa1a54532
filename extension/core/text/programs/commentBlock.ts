import type { OffsetRange } from '../offsetRange.js';
import type { CodePart } from './codePart.js';
import type { ProgramLanguage } from './programLanguage.js';

/** A line of a comment behind its marker, without line break; offsets are those of the document. */
export interface CommentLine extends OffsetRange {
  readonly text: string;
}

/** A comment: a block, a documentation string, or the line comments that stand below each other. */
export interface CommentBlock {
  readonly kind: 'line' | 'block' | 'docstring';
  /** What the comment begins with, such as `/**`, `///` or `"""`. */
  readonly marker: string;
  readonly lines: readonly CommentLine[];
  /** Whether it is the first one of its file and nothing stands before it. */
  readonly isFirst: boolean;
}

const closers = /(?:\*+\/|-->|\]=*\]|#>|-\}|\*\)|\||=end|\|#|%\}|\]#|=#|###|\})\s*$/;
const docQuote = /^(?:@\w+\s+(?:~\w)?|[A-Za-z]{0,3})("""|'''|["'])/;

function lineStart(text: string, offset: number): number {
  // Character by character: a search for one kind of line end in a text with the other would go back to its start.
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** The physical lines of `[start, end)`. */
function linesOf(text: string, start: number, end: number): CommentLine[] {
  const lines: CommentLine[] = [];
  let position = start;
  for (const [whole] of text.slice(start, end).matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const content = whole.replace(/[\r\n]+$/, '');
    lines.push({ start: position, end: position + content.length, text: content });
    position += whole.length;
  }
  // The last match of the pattern is empty.
  if (lines.length > 1 && lines.at(-1)!.text === '') lines.pop();
  return lines;
}

const cut = ({ start, end, text }: CommentLine, from: number, to = text.length): CommentLine => ({
  start: start + from,
  end: end - (text.length - Math.max(from, to)),
  text: text.slice(from, Math.max(from, to)),
});

/** Most lines of some block comments begin with a star or another mark, which is none of a list then. */
function withoutStars(lines: readonly CommentLine[]): CommentLine[] {
  const inner = lines.slice(1).filter(({ text }) => text.trim() !== '');
  for (const mark of ['*', '|', '#', '//', '--', '%']) {
    if (inner.length > 0 && inner.every(({ text }) => text.trimStart().startsWith(mark))) {
      return lines.map((line, index) =>
        index === 0 || line.text.trim() === '' ? line : cut(line, line.text.indexOf(mark) + mark.length),
      );
    }
  }
  return [...lines];
}

/** A block comment or documentation string by its lines. */
function blockOf(
  text: string,
  { start, end, kind, contentStart, contentEnd }: CodePart,
  isFirst: boolean,
): CommentBlock {
  if (kind === 'docstring') {
    const lines = linesOf(text, contentStart, contentEnd);
    return {
      kind: 'docstring',
      marker: docQuote.exec(text.slice(start, contentStart))?.[1] ?? '"',
      lines,
      isFirst,
    };
  }
  const content = text.slice(start, end);
  const marker =
    /^(?:\/\*+[!<]?|\(\*+|\{-\s*\||\{[-$]?|--\[=*\[|<#|#[=|[]|%\{|=begin|###|<!--)(?:<(?!\w))?/.exec(
      content,
    )?.[0] ?? '';
  const closer = closers.exec(content.slice(marker.length))?.[0].length ?? 0;
  const lines = linesOf(text, start + marker.length, Math.max(start + marker.length, end - closer));
  return { kind: 'block', marker, lines: withoutStars(lines), isFirst };
}

/** A line comment: repeated marks belong to its marker. */
function lineOf(
  text: string,
  { start, end }: CodePart,
  markers: readonly string[],
): { marker: string; line: CommentLine } {
  const content = text.slice(start, end).replace(/[\r\n]+$/, '');
  const own = markers.find((marker) => content.startsWith(marker)) ?? /^\W/.exec(content)?.[0] ?? '';
  const first = own.at(-1) ?? ' ';
  let length = own.length;
  while (first.trim() !== '' && content[length] === first) length++;
  // Documentation for the item before, or for the whole file.
  const rest = /^[!<|^.:](?=\s|$|<)<?/.exec(content.slice(length))?.[0] ?? '';
  length += own.trim() === '' || /\w/.test(own) ? 0 : rest.length;
  return {
    marker: content.slice(0, length),
    line: { start: start + length, end: start + content.length, text: content.slice(length) },
  };
}

/**
 * Puts comments together: line comments of the same kind, alone on lines below each other and in the same column, are one.
 * @param parts the comments and documentation strings of the text, in order
 */
export function commentBlocks(
  text: string,
  parts: readonly CodePart[],
  language: ProgramLanguage,
): CommentBlock[] {
  const blocks: CommentBlock[] = [];
  let open: { marker: string; column: number; lines: CommentLine[]; end: number } | undefined;
  for (const [index, part] of parts.entries()) {
    const isFirst = index === 0 && text.slice(0, part.start).trim() === '';
    const opening = text.slice(part.start, part.start + 8);
    const isLine =
      part.kind === 'comment' &&
      !language.block.some(([mark]) => opening.startsWith(mark) && !/^\{\$|^#\[/.test(opening)) &&
      !/[\r\n]/.test(text.slice(part.start, part.end).trimEnd());
    if (!isLine) {
      open = undefined;
      blocks.push(blockOf(text, part, isFirst));
      continue;
    }
    const start = lineStart(text, part.start);
    const alone = text.slice(start, part.start).trim() === '';
    const { marker, line } = lineOf(text, part, language.line);
    const column = part.start - start;
    const between = open === undefined ? '' : text.slice(open.end, part.start);
    if (
      open?.marker === marker &&
      alone &&
      open.column === column &&
      /^(?:\r\n|\r|\n)[ \t]*$/.test(between)
    ) {
      open.lines.push(line);
      open.end = line.end;
    } else {
      open = { marker, column, lines: [line], end: line.end };
      blocks.push({ kind: 'line', marker, lines: open.lines, isFirst });
      if (!alone) open = undefined;
    }
  }
  return blocks;
}
