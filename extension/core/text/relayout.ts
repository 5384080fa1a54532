import { anchorEdits } from './formats/markdown/markdownAnchors.js';
import { layoutEdits, type LayoutEdit } from './formats/rst/rstLayout.js';

/** What of a format has to fit its texts, such as the lines under titles. */
function editsFor(format: string | undefined, before: string, after: string): LayoutEdit[] {
  if (format === 'markdown' || format === 'mdx') return anchorEdits(before, after);
  return format === 'restructuredtext' || format === 'rst' ? layoutEdits(before, after) : [];
}

/** A part of a text before and after rewriting. */
export interface RewrittenPart {
  readonly source: string;
  readonly output: string;
}

/**
 * Makes what belongs to texts fit their new wording: in reStructuredText the lines under titles and the columns of tables, in
 * Markdown the links to headings of the document.
 * @param parts joined they are the whole text
 * @returns the output of each part
 */
export function relayout(parts: readonly RewrittenPart[], format: string | undefined): string[] {
  const join = (field: keyof RewrittenPart): string => parts.map((part) => part[field]).join('');
  const edits = editsFor(format, join('source'), join('output'));
  if (edits.length === 0) return parts.map(({ output }) => output);
  let position = 0;
  let next = 0;
  return parts.map(({ output }) => {
    const from = position;
    position += output.length;
    let result = '';
    let copied = from;
    for (; next < edits.length && edits[next]!.start <= position && edits[next]!.end <= position; next++) {
      const { start, end, text } = edits[next]!;
      result += output.slice(copied - from, start - from) + text;
      copied = end;
    }
    return result + output.slice(copied - from);
  });
}

/**
 * Length of the beginning of `output` that is `start`, but for white space and rows of one sign that have another length.
 * @returns undefined if it begins otherwise
 */
export function lengthOfStart(start: string, output: string): number | undefined {
  let position = 0;
  for (let index = 0; index < start.length;) {
    const sign = start[index]!;
    if (output[position] === sign) {
      index++;
      position++;
    } else if (output[position] === start[index - 1] && position > 0) {
      position++;
    } else if (sign === ' ') {
      index++;
    } else {
      return undefined;
    }
  }
  return position;
}
