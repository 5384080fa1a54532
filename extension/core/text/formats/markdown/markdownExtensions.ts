import type { BlockContext, InlineContext, InlineParser, Line, MarkdownConfig } from '@lezer/markdown';

const colon = 58;
const dollar = 36;

/** Where the bracket or brace at `open` is closed; -1 if it is not. Escapes and code do not count. */
function closingOf(text: string, open: number, closer: string): number {
  const opener = text[open];
  const end = Math.min(text.length, open + 1000);
  let depth = 0;
  for (let index = open; index < end; index++) {
    const character = text[index];
    if (character === '\\') index++;
    else if (character === opener) depth++;
    else if (character === closer && --depth === 0) return index;
  }
  return -1;
}

/** The parts of a directive behind its colons, as offsets in a text. */
interface Directive {
  /** Of the text in its brackets; equal where it has none. */
  readonly label: readonly [number, number];
  readonly end: number;
}

/** A directive's name, label and attributes. @param start behind its colons */
function directiveAt(text: string, start: number): Directive | undefined {
  const name = /^[A-Za-z](?:[\w-]*\w)?/.exec(text.slice(start, start + 100))?.[0].length ?? 0;
  if (name === 0) return undefined;
  const open = start + name;
  const close = text[open] === '[' ? closingOf(text, open, ']') : -1;
  const behind = close < 0 ? open : close + 1;
  const attributesEnd = text[behind] === '{' ? closingOf(text, behind, '}') : -1;
  return {
    label: close < 0 ? [open, open] : [open + 1, close],
    end: attributesEnd < 0 ? behind : attributesEnd + 1,
  };
}

/** A node with a mark on both sides of its text. */
function labelled(
  context: InlineContext | BlockContext,
  node: string,
  start: number,
  found: Directive,
  shift: number,
  text: string,
) {
  const [from, to] = found.label;
  return context.elt(node, start, found.end + shift, [
    context.elt('DirectiveMark', start, from + shift),
    ...context.parser.parseInline(text.slice(from, to), from + shift),
    context.elt('DirectiveMark', to + shift, found.end + shift),
  ]);
}

const textDirective: InlineParser = {
  name: 'TextDirective',
  before: 'Emphasis',
  parse(context, next, position) {
    if (next !== colon || context.char(position - 1) === colon || context.char(position + 1) === colon)
      return -1;
    const start = position - context.offset;
    const found = directiveAt(context.text, start + 1);
    // A colon before a word alone, as in `key:value`, is hardly ever meant.
    const bare = found === undefined || !/[\]}]/.test(context.text.charAt(found.end - 1));
    return bare
      ? -1
      : context.addElement(labelled(context, 'TextDirective', position, found, context.offset, context.text));
  },
};

/** Math between two dollars or more in a line; a single one is left to a stricter pattern. */
const inlineMath: InlineParser = {
  name: 'InlineMath',
  before: 'Emphasis',
  parse(context, next, position) {
    if (next !== dollar || context.char(position + 1) !== dollar || context.char(position - 1) === dollar)
      return -1;
    let size = 2;
    while (context.char(position + size) === dollar) size++;
    const sign = '$'.repeat(size);
    const from = position - context.offset + size;
    for (let end = context.text.indexOf(sign, from); end >= 0; end = context.text.indexOf(sign, end)) {
      let length = size;
      while (context.text[end + length] === '$') length++;
      if (length === size) {
        return context.addElement(context.elt('InlineMath', position, context.offset + end + size));
      }
      end += length;
    }
    return -1;
  },
};

const mathFence = /^\$\$+[^$]*$/;

/** Takes the lines up to one that closes, or up to the end of the block around. */
function takeUntil(context: BlockContext, line: Line, node: string, isEnd: (text: string) => boolean): true {
  const from = context.lineStart + line.pos;
  const { depth } = context;
  const inBlock = line as Line & { readonly depth: number };
  while (context.nextLine() && inBlock.depth >= depth) {
    if (isEnd(line.text.slice(line.pos))) {
      context.nextLine();
      break;
    }
  }
  context.addElement(context.elt(node, from, context.prevLineEnd()));
  return true;
}

const container = /^:{3,}/;
const leafDirective = /^::(?!:)/;
const footnote = /^\[\^[^\]\s]+\]:[ \t]*/;

/** The sign, the name and the attributes in front of a container's title, which may be in brackets. */
const containerStart = /^:{3,}[ \t]*(?:\{[^}]*\}|[\w-]+(?:\{[^}]*\})?)?[ \t]*/;
const attributes = /[ \t]*(?:\{[^{}]*\})?[ \t]*$/;

/** Where the title of a container starts and ends in its line. */
function titleOf(text: string): readonly [number, number] {
  const start = containerStart.exec(text)?.[0].length ?? 0;
  const close = text[start] === '[' ? closingOf(text, start, ']') : -1;
  const tail = Math.max(start, text.length - 300);
  return close < 0
    ? [start, tail + (attributes.exec(text.slice(tail))?.index ?? text.length - tail)]
    : [start + 1, close];
}

function containerLine(context: BlockContext, line: Line): boolean {
  const text = line.text.slice(line.pos);
  if (!container.test(text) || line.indent >= line.baseIndent + 4) return false;
  const shift = context.lineStart + line.pos;
  const [start, end] = titleOf(text);
  context.addElement(
    context.elt('ContainerLine', shift, shift + text.length, [
      context.elt('ContainerMark', shift, shift + start),
      ...context.parser.parseInline(text.slice(start, end), shift + start),
      context.elt('ContainerMark', shift + end, shift + text.length),
    ]),
  );
  context.nextLine();
  return true;
}

/** A directive that is a line by itself. */
function leafDirectiveLine(context: BlockContext, line: Line): boolean {
  const text = line.text.slice(line.pos);
  const found = leafDirective.test(text) ? directiveAt(text, 2) : undefined;
  if (found === undefined || text.slice(found.end).trim() !== '') return false;
  const shift = context.lineStart + line.pos;
  context.addElement(labelled(context, 'LeafDirective', shift, found, shift, text));
  context.nextLine();
  return true;
}

/** What this Markdown has besides GitHub's: math, directives and containers, footnotes. */
export const markdownExtensions: MarkdownConfig = {
  defineNodes: [
    'ContainerMark',
    'DirectiveMark',
    'TextDirective',
    'InlineMath',
    { name: 'LeafDirective', block: true },
    { name: 'ContainerLine', block: true },
    { name: 'BlockMath', block: true },
    'FootnoteMark',
    {
      name: 'FootnoteDefinition',
      block: true,
      composite(_, line) {
        if (line.pos === line.text.length) return true;
        if (line.indent < line.baseIndent + 4) return false;
        line.moveBaseColumn(line.baseIndent + 4);
        return true;
      },
    },
  ],
  parseInline: [textDirective, inlineMath],
  parseBlock: [
    {
      name: 'Container',
      before: 'FencedCode',
      parse: (context, line) =>
        line.next === colon && (containerLine(context, line) || leafDirectiveLine(context, line)),
      endLeaf: (_, line) => line.next === colon && container.test(line.text.slice(line.pos)),
    },
    {
      name: 'BlockMath',
      before: 'FencedCode',
      parse: (context, line) =>
        line.next === dollar &&
        mathFence.test(line.text.slice(line.pos)) &&
        takeUntil(context, line, 'BlockMath', (text) => /^\$\$+[ \t]*$/.test(text)),
      endLeaf: (_, line) => line.next === dollar && mathFence.test(line.text.slice(line.pos)),
    },
    {
      name: 'FootnoteDefinition',
      before: 'LinkReference',
      parse(context, line) {
        const mark = line.next === 91 ? footnote.exec(line.text.slice(line.pos, line.pos + 1000)) : null;
        if (mark === null || line.indent >= line.baseIndent + 4) return false;
        const start = context.lineStart + line.pos;
        context.startComposite('FootnoteDefinition', line.pos);
        context.addElement(context.elt('FootnoteMark', start, start + mark[0].length));
        line.moveBase(line.pos + mark[0].length);
        return null;
      },
      endLeaf: (_, line) => line.next === 91 && footnote.test(line.text.slice(line.pos, line.pos + 1000)),
    },
  ],
};
