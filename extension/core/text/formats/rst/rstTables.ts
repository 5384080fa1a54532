import { displayWidth } from '../../displayWidth.js';
import type { ProtectedSpan } from '../../protectedSpan.js';
import type { RstLine } from './rstLines.js';

const gridBorder = /^\s*\+(?:[-=]{2,}\+)+$/;

/** Whether a line is the border of a grid table. */
export function isGridBorder(text: string): boolean {
  return gridBorder.test(text);
}

/** Index behind the last line of the grid table that begins at `from`. */
export function gridTableEnd(lines: readonly RstLine[], from: number): number {
  let end = from;
  while (end < lines.length && /^\s*[+|].*[+|]$/.test(lines[end]!.text)) end++;
  return end;
}

const separator = (start: number, end: number): ProtectedSpan => ({
  start,
  end,
  kind: 'syntax',
  separates: true,
});

/** A table whose cells go over several lines or columns is left alone: its cells are not in one piece. */
export function tableRowSpans(lines: readonly RstLine[]): ProtectedSpan[] {
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return [];
  const whole = [separator(first.start, last.start + last.text.length)];
  const columns = first.text.match(/\+/g)?.length ?? 0;
  const isSimple = lines.every(
    ({ text }, index) =>
      (index % 2 === 0) === gridBorder.test(text) &&
      (text.match(gridBorder.test(text) ? /\+/g : /\|/g)?.length ?? 0) === columns,
  );
  if (!isSimple) return whole;
  return lines.flatMap(({ start, text }, index) => {
    if (index % 2 === 0) return [separator(start, start + text.length)];
    return [...text.matchAll(/\s*\|\s*/g)].map(({ 0: found, index: at }) =>
      separator(start + at, start + at + found.length),
    );
  });
}

/** A simple table: rows of one line each, between lines of equals signs. Undefined if it is none. */
export function simpleTable(
  lines: readonly RstLine[],
  from: number,
): { readonly spans: ProtectedSpan[]; readonly end: number } | undefined {
  const border = /^\s*=+(?:\s+=+)+$/;
  const ends: number[] = [];
  for (let index = from + 1; index < lines.length && ends.length < 2; index++) {
    const { text } = lines[index]!;
    if (border.test(text)) {
      const isLast = (lines[index + 1]?.text ?? '') === '';
      ends.push(index);
      if (isLast) break;
    }
  }
  const last = ends.at(-1);
  if (last === undefined) return undefined;
  const columns = [...lines[from]!.text.matchAll(/=+/g)].map(({ index }) => index);
  const spans: ProtectedSpan[] = [];
  for (let index = from; index <= last; index++) {
    const { start, text } = lines[index]!;
    if (text !== '') spans.push(...simpleRow(start, text, border.test(text) ? [] : columns));
  }
  return { spans, end: last + 1 };
}

/** Only the last cell of a row may grow; the others have to stay in their columns. */
function simpleRow(start: number, text: string, columns: readonly number[]): ProtectedSpan[] {
  const last = columns.at(-1);
  if (last === undefined || /^\s*[-=]/.test(text) || displayWidth(text.slice(0, last)) !== last) {
    return [separator(start, start + text.length)];
  }
  return last >= text.length || text[last - 1] !== ' '
    ? [separator(start, start + text.length)]
    : [separator(start, start + last)];
}
