import { DecodedText } from '../decodedText.js';
import type { ProtectedSpan } from '../protectedSpan.js';
import type { JsonValue } from './jsonVocabularies.js';
import { parseMarkdown } from './markdown/markdown.js';
import { stringEscapes } from './stringEscapes.js';

/** The strings that the sources of Markdown cells are written in, cell by cell. */
function markdownSources(text: string, values: readonly JsonValue[]): JsonValue[][] {
  const cells = new Map<number, { isMarkdown: boolean; sources: JsonValue[] }>();
  for (const value of values) {
    const [list, member] = value.path;
    if (list !== 'cells' || value.path.length !== 2) continue;
    const cell = cells.get(value.object) ?? { isMarkdown: false, sources: [] };
    cells.set(value.object, cell);
    if (member === 'source') cell.sources.push(value);
    if (member === 'cell_type') cell.isMarkdown = text.slice(value.start, value.end) === 'markdown';
  }
  return [...cells.values()]
    .filter(({ isMarkdown, sources }) => isMarkdown && sources.length > 0)
    .map(({ sources }) => sources);
}

/** The line ends of a cell as they are written: escaped, and mostly with the end of one string and the start of the next. */
function lineEnds(escapes: readonly ProtectedSpan[], sources: readonly JsonValue[]): ProtectedSpan[] {
  const joints = sources.slice(1).map(({ start }, index): ProtectedSpan => ({
    start: sources[index]!.end,
    end: start,
    kind: 'syntax',
    separates: true,
    delimiter: '"',
  }));
  return [...escapes.filter(({ separates }) => separates), ...joints];
}

/**
 * The syntax of Jupyter notebooks: everything but the Markdown in Markdown cells.
 * @param values the strings of the notebook that are values
 */
export function parseNotebook(text: string, values: readonly JsonValue[]): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const sources of markdownSources(text, values)) {
    const { start } = sources[0]!;
    const { end } = sources.at(-1)!;
    const escapes = sources.flatMap((source) => [
      ...stringEscapes(text.slice(source.start, source.end), source.start, '"'),
    ]);
    const joints = lineEnds(escapes, sources);
    const characters = [...escapes.filter(({ separates }) => !separates), ...joints]
      .sort((first, second) => first.start - second.start)
      .map((span) => ({ ...span, decoded: span.decoded ?? whiteSpace(text, span) }));
    const cell = new DecodedText(text.slice(start, end), start, characters);
    const markdown = parseMarkdown(cell.text).map((span): ProtectedSpan => ({
      ...span,
      ...cell.rangeInDocument(span),
      ...(span.separates && { delimiter: '"' as const }),
    }));
    spans.push({ start: position, end: start, kind: 'syntax', separates: true, delimiter: '"' });
    spans.push(...markdown, ...joints, ...escapes.filter(({ separates }) => !separates));
    position = end;
  }
  spans.push({ start: position, end: text.length, kind: 'syntax', separates: true });
  return spans;
}

function whiteSpace(text: string, { start, end, kind }: ProtectedSpan): string {
  if (kind === 'syntax') return '';
  return { '\\n': '\n', '\\t': '\t' }[text.slice(start, end)] ?? ' ';
}
