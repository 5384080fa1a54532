import type { BlockContext, InlineParser, Line, MarkdownConfig } from '@lezer/markdown';
import { JsxScanner } from '../jsxScanner.js';

const lessThan = 60;
const brace = 123;

/** Where the tags and expressions at the start of a line end, if nothing else stands on it; empty otherwise. */
function flowEnds(text: string, scanner: JsxScanner, start: number): number[] {
  const ends: number[] = [];
  let position = start;
  for (;;) {
    const next = position + (/^[ \t\r]*/.exec(text.slice(position, position + 500))?.[0].length ?? 0);
    const character = text[next];
    if (character === undefined || character === '\n') return ends;
    const end = character === '<' || character === '{' ? scanner.end(next) : -1;
    if (end < 0) return [];
    ends.push(end);
    position = end;
  }
}

function takeFlow(context: BlockContext, line: Line, ends: readonly number[]): boolean {
  const last = ends.at(-1);
  if (last === undefined) return false;
  const from = context.lineStart + line.pos;
  while (context.nextLine() && context.lineStart < last);
  context.addElement(context.elt('MdxFlow', from, last));
  return true;
}

/** The syntax of MDX in place of HTML: tags of JSX and expressions. */
export function mdxExtensions(text: string): MarkdownConfig {
  const scanner = new JsxScanner(text);
  const isFlow = (line: Line): boolean => line.next === lessThan || line.next === brace;
  const inline: InlineParser = {
    name: 'Mdx',
    before: 'Emphasis',
    parse(context, next, position) {
      if (next !== lessThan && next !== brace) return -1;
      const end = scanner.end(position);
      return end < 0 || end > context.end
        ? -1
        : context.addElement(context.elt(next === brace ? 'MdxExpression' : 'MdxTag', position, end));
    },
  };
  return {
    defineNodes: ['MdxTag', 'MdxExpression', { name: 'MdxFlow', block: true }],
    remove: ['IndentedCode', 'HTMLBlock', 'HTMLTag'],
    parseInline: [inline],
    parseBlock: [
      {
        name: 'MdxFlow',
        before: 'FencedCode',
        parse: (context, line) =>
          isFlow(line) && takeFlow(context, line, flowEnds(text, scanner, context.lineStart + line.pos)),
        endLeaf: (context, line) =>
          isFlow(line) && flowEnds(text, scanner, context.lineStart + line.pos).length > 0,
      },
    ],
  };
}
