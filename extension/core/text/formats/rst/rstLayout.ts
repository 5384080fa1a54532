import { displayWidth } from '../../displayWidth.js';
import { gridTableEnd, isGridBorder } from './rstTables.js';
import { isAdornment, rstLines, type RstLine } from './rstLines.js';

/** A stretch of white space or of a line's sign that is replaced by one of another length. */
export interface LayoutEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines under and over titles as long as the titles. */
function* titleEdits(lines: readonly RstLine[], known: ReadonlySet<string>): Generator<LayoutEdit> {
  for (const [index, title] of lines.entries()) {
    const under = lines[index + 1];
    if (under === undefined || title.text === '' || known.has(title.text)) continue;
    if (!isAdornment(under.text) || isAdornment(title.text)) continue;
    const sign = under.text.charAt(0);
    const over = lines[index - 1];
    const isTitle =
      over === undefined || over.text === '' || (isAdornment(over.text) && over.text.startsWith(sign));
    const missing = displayWidth(title.text) - under.text.length;
    if (!isTitle || missing <= 0) continue;
    for (const line of [over, under]) {
      if (line === undefined || line.text === '') continue;
      const end = line.start + line.text.length;
      const needed = displayWidth(title.text) - line.text.length;
      if (needed > 0) yield { start: end, end, text: sign.repeat(needed) };
    }
  }
}

const isRow = (text: string): boolean => /^\s*\|.*\|$/.test(text);

/** Where the cells of a row are, without the white space behind their text; in offsets of the line. */
function cellsOf(text: string): { readonly start: number; readonly end: number; readonly close: number }[] {
  const bars = [...text.matchAll(/\|/g)].map(({ index }) => index);
  return bars.slice(1).map((close, index) => {
    const start = bars[index]! + 1;
    return { start, end: start + text.slice(start, close).trimEnd().length, close };
  });
}

/** Columns of a grid table as wide as their texts. */
function* tableEdits(lines: readonly RstLine[]): Generator<LayoutEdit> {
  const [first] = lines;
  const columns = first?.text.match(/[-=]+(?=\+)/g)?.map(({ length }) => length) ?? [];
  const rows = lines.filter(({ text }) => isRow(text)).map((line) => ({ line, cells: cellsOf(line.text) }));
  const isPlain =
    rows.every(({ cells }) => cells.length === columns.length) &&
    lines.every(({ text }) => isRow(text) || text.match(/[-=]+(?=\+)/g)?.length === columns.length);
  if (!isPlain) return;
  const widths = columns.map((width, column) =>
    Math.max(
      width,
      ...rows.map(({ line, cells }) => {
        const { start, end } = cells[column]!;
        return end === start ? 0 : displayWidth(line.text.slice(start, end)) + 1;
      }),
    ),
  );
  for (const { line, cells } of rows) {
    for (const [column, { start, end, close }] of cells.entries()) {
      const pad = ' '.repeat(widths[column]! - displayWidth(line.text.slice(start, end)));
      if (pad.length !== close - end) {
        yield { start: line.start + end, end: line.start + close, text: pad };
      }
    }
  }
  for (const line of lines.filter(({ text }) => isGridBorder(text))) {
    let column = 0;
    for (const { 0: run, index } of line.text.matchAll(/[-=]+(?=\+)/g)) {
      const more = widths[column++]! - run.length;
      const end = line.start + index + run.length;
      if (more > 0) yield { start: end, end, text: run.charAt(0).repeat(more) };
    }
  }
}

/**
 * What has to grow in a rewritten reStructuredText: lines of titles, and columns of grid tables.
 * @returns edits of `after`, apart from each other, in order
 */
export function layoutEdits(before: string, after: string): LayoutEdit[] {
  if (before === after) return [];
  const lines = rstLines(after);
  const known = new Set(rstLines(before).map(({ text }) => text));
  const edits = [...titleEdits(lines, known)];
  for (let index = 0; index < lines.length; index++) {
    if (!isGridBorder(lines[index]!.text)) continue;
    const end = gridTableEnd(lines, index);
    const table = lines.slice(index, end);
    if (table.some(({ text }) => !known.has(text))) edits.push(...tableEdits(table));
    index = Math.max(index, end - 1);
  }
  return edits.sort((first, second) => first.start - second.start);
}
