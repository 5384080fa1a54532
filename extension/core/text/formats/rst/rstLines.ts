import { splitLines } from '../../sentences.js';

/** A line of reStructuredText. */
export interface RstLine {
  /** Offset of the line in the text. */
  readonly start: number;
  /** Without its line end and the white space in front of that. */
  readonly text: string;
  /** Length with its line end. */
  readonly length: number;
  /** Columns in front of its text; a tab goes to the next multiple of 8. Infinite for an empty line. */
  readonly indent: number;
}

function columns(blank: string): number {
  let column = 0;
  for (const character of blank) column = character === '\t' ? (column >> 3) * 8 + 8 : column + 1;
  return column;
}

/** The lines of a text. */
export function rstLines(text: string): RstLine[] {
  let position = 0;
  return splitLines(text).map((line): RstLine => {
    const start = position;
    position += line.length;
    const content = line.trimEnd();
    const blank = content.length - content.trimStart().length;
    const indent = content === '' ? Infinity : columns(content.slice(0, blank));
    return { start, text: content, length: line.length, indent };
  });
}

const adornment = /^([!-/:-@[-`{-~])\1+$/;

/** Whether a line consists of one sign of punctuation, as over and under titles. */
export function isAdornment(text: string): boolean {
  // Two colons alone announce a literal block.
  return text !== '::' && adornment.test(text);
}
