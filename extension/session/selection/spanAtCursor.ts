import { leadingMarkers } from '../../core/text/lineMarkers.js';
import { splitLineIntoSentences } from '../../core/text/sentences.js';

/** A half-open range `[start, end)` of UTF-16 offsets into the text of some lines. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The lines of a document, read one by one, so that a document of any size costs the same. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/** Languages whose sentences run over line ends; elsewhere a line stands for itself. */
const wrappedProse = new Set([
  'plaintext',
  'markdown',
  'mdx',
  'latex',
  'tex',
  'restructuredtext',
  'asciidoc',
  'html',
  'git-commit',
  'scminput',
]);
/** Lines on each side that are searched for the ends of a paragraph: a bound, not a limit anybody should meet. */
const reach = 40;

const isBlank = (text: string): boolean => text.trim() === '';
const startsBlock = (text: string): boolean =>
  /^\s*(?:[-*+>#|]|\d+[.)]\s|`{3}|~{3}|\\(?:begin|end|section)|<\w)/.test(text);

/** First and last line of the paragraph around `line`. */
export function paragraphAt(lines: Lines, line: number, languageId: string): { first: number; last: number } {
  let first = line;
  let last = line;
  if (wrappedProse.has(languageId) && !isBlank(lines.lineAt(line).text)) {
    const lowest = Math.max(0, line - reach);
    const highest = Math.min(lines.lineCount - 1, line + reach);
    while (
      first > lowest &&
      !startsBlock(lines.lineAt(first).text) &&
      !isBlank(lines.lineAt(first - 1).text)
    ) {
      first--;
    }
    while (
      last < highest &&
      !isBlank(lines.lineAt(last + 1).text) &&
      !startsBlock(lines.lineAt(last + 1).text)
    ) {
      last++;
    }
  }
  return { first, last };
}

/**
 * The sentence of `paragraph` around `cursor`, without white space around it and without the marker that precedes
 * it; undefined where there is only white space. After the last letter of a sentence the cursor still means it.
 */
export function sentenceAt(paragraph: string, cursor: number): Span | undefined {
  const offset = leadingMarkers(paragraph);
  // A line end inside a paragraph ends no sentence; white space of the same length keeps the offsets.
  const prose = paragraph.slice(offset).replace(/[\r\n]/g, ' ');
  let found: Span | undefined;
  let index = offset;
  for (const sentence of splitLineIntoSentences(prose)) {
    const start = index + sentence.length - sentence.trimStart().length;
    const end = index + sentence.trimEnd().length;
    if (start < end && (start <= cursor || found === undefined)) {
      found = { start, end };
    }
    index += sentence.length;
    if (index > cursor) {
      break;
    }
  }
  return found;
}
