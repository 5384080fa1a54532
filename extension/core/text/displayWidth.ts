import { eastAsianWidth } from 'get-east-asian-width';

const tabWidth = 4;
const invisible = /^[\p{M}\p{Cf}\p{Cc}]$/u;

/** Columns that a text takes in a fixed-width font; of a text with line breaks the columns of all its lines together. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) {
    return text.length;
  }
  let width = 0;
  for (const character of text) {
    if (character === '\t') {
      width += tabWidth;
    } else if (!invisible.test(character)) {
      width += eastAsianWidth(character.codePointAt(0) ?? 0);
    }
  }
  return width;
}

/** The column behind a text that starts at `column` and may go over several lines. */
export function columnAfter(text: string, column: number): number {
  const lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  return lineStart > 0 ? displayWidth(text.slice(lineStart)) : column + displayWidth(text);
}

/** The columns from the start of a text to its first line break, or to its end. */
export function firstLineWidth(text: string): number {
  const end = text.search(/[\r\n]/);
  return displayWidth(end < 0 ? text : text.slice(0, end));
}
