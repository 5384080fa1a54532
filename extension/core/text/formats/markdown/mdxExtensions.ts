import type { BlockContext, InlineParser, Line, MarkdownConfig } from '@lezer/markdown';

const lessThan = 60;
const brace = 123;

/**
 * Finds where tags of JSX and expressions in braces end. A text in which too many of them never end is not read at all: each
 * search goes to its end.
 */
export class JsxScanner {
  private steps = 0;

  public constructor(private readonly text: string) {}

  /** Offset behind the tag or expression that starts at an offset; -1 where none does. */
  public end(start: number): number {
    return this.text[start] === '{' ? this.expressionEnd(start) : this.tagEnd(start);
  }

  private tagEnd(start: number): number {
    const name = /^<\/?(?:[A-Za-z_$][\w.:$-]*)?(?=[\s/>{])/.exec(this.text.slice(start, start + 200))?.[0];
    if (name === undefined) return -1;
    for (let index = start + name.length; index < this.text.length; index++) {
      this.count();
      const character = this.text[index]!;
      if (character === '>') return index + 1;
      if (character === '{') index = this.expressionEnd(index) - 1;
      else if (character === '"' || character === "'") index = this.text.indexOf(character, index + 1);
      else if (!/[\w\s/=.:$-]/.test(character)) return -1;
      if (index < 0) return -1;
    }
    return -1;
  }

  private expressionEnd(start: number): number {
    let depth = 0;
    const token = /[{}]|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[^]*?\*\//g;
    token.lastIndex = start;
    let position = start;
    for (let match = token.exec(this.text); match !== null; match = token.exec(this.text)) {
      this.count(token.lastIndex - position);
      position = token.lastIndex;
      if (match[0] === '{') depth++;
      if (match[0] === '}' && --depth === 0) return position;
    }
    this.count(this.text.length - position);
    return -1;
  }

  private count(steps = 1): void {
    this.steps += steps;
    if (this.steps > 20 * this.text.length + 100_000) throw new RangeError('Unclosed tags and expressions.');
  }
}

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
