import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import type { ProtectedSpan, SpanKind } from '../../protectedSpan.js';
import { parseHtml } from '../html.js';
import type { References } from './markdownReferences.js';

/** Nodes that are protected as they are. */
const whole: Readonly<Record<string, readonly [SpanKind, 'separates' | 'inline']>> = {
  Absurd: ['syntax', 'separates'],
  Autolink: ['url', 'inline'],
  BlockMath: ['math', 'separates'],
  ContainerMark: ['marker', 'separates'],
  CodeBlock: ['fence', 'separates'],
  Escape: ['escape', 'inline'],
  FencedCode: ['fence', 'separates'],
  FootnoteMark: ['reference', 'separates'],
  HardBreak: ['syntax', 'separates'],
  HorizontalRule: ['syntax', 'separates'],
  InlineCode: ['code', 'inline'],
  InlineMath: ['math', 'inline'],
  LinkReference: ['link', 'separates'],
  MdxExpression: ['placeholder', 'inline'],
  MdxFlow: ['tag', 'separates'],
};

const html: ReadonlySet<string> = new Set([
  'Comment',
  'CommentBlock',
  'HTMLBlock',
  'HTMLTag',
  'ProcessingInstruction',
  'ProcessingInstructionBlock',
]);

/** Makes spans of a tree of Markdown. */
export class MarkdownSpans {
  public readonly spans: ProtectedSpan[] = [];

  /** @param shift where the text stands in the document */
  public constructor(
    private readonly text: string,
    private readonly references: References,
    private readonly shift: number,
  ) {}

  public visit(tree: Tree): void {
    tree.iterate({ enter: (node) => this.enter(node) });
  }

  /** Takes what a node is besides its children; tells whether to look at those. */
  private enter(node: SyntaxNodeRef): boolean {
    const { name, from, to } = node;
    const known = whole[name];
    if (known !== undefined) {
      const [kind, place] = known;
      this.push(from, to, kind, place === 'separates' ? 'separates' : undefined);
      return false;
    }
    if (html.has(name)) {
      for (const span of parseHtml(this.text.slice(from, to), false, name === 'HTMLBlock')) {
        this.spans.push({
          ...span,
          start: span.start + from + this.shift,
          end: span.end + from + this.shift,
        });
      }
      return false;
    }
    switch (name) {
      case 'Emphasis':
      case 'Strikethrough':
      case 'StrongEmphasis':
        this.marked(node.node, 'emphasis');
        return true;
      case 'LeafDirective':
      case 'TextDirective':
        return this.directive(node.node, name === 'LeafDirective');
      case 'Image':
      case 'Link':
        return this.link(node.node, name === 'Image');
      case 'ListMark':
        this.push(from, this.listMarkEnd(node.node), 'marker', 'separates');
        return false;
      case 'HeaderMark':
        this.headerMark(node.node);
        return false;
      case 'MdxTag':
        this.mdxTag(from, to);
        return false;
      case 'TableHeader':
      case 'TableRow':
        this.tableRow(node.node);
        return true;
      case 'TableDelimiter':
        if (node.node.parent?.name === 'Table')
          this.push(this.lineEndBefore(from), to, 'syntax', 'separates');
        return false;
      default:
        return true;
    }
  }

  private push(start: number, end: number, kind: SpanKind, role?: 'separates' | 'open' | 'close'): void {
    this.spans.push({
      start: start + this.shift,
      end: end + this.shift,
      kind,
      ...(role === 'separates' ? { separates: true } : role !== undefined && { pair: role }),
    });
  }

  /** What has the same mark on both sides. */
  private marked({ firstChild, lastChild }: SyntaxNode, kind: SpanKind): void {
    if (firstChild !== null && lastChild !== null) {
      this.push(firstChild.from, firstChild.to, kind, 'open');
      this.push(lastChild.from, lastChild.to, kind, 'close');
    }
  }

  private directive({ from, to, firstChild, lastChild }: SyntaxNode, separates: boolean): boolean {
    if (firstChild === null || lastChild === null || firstChild.to === lastChild.from) {
      this.push(from, to, 'marker', separates ? 'separates' : undefined);
      return false;
    }
    this.push(from, firstChild.to, 'marker', separates ? 'separates' : 'open');
    this.push(lastChild.from, to, 'marker', separates ? 'separates' : 'close');
    return true;
  }

  private link(node: SyntaxNode, isImage: boolean): boolean {
    const { from, to } = node;
    const [open, close] = node.getChildren('LinkMark');
    if (open === undefined || close === undefined) return true;
    const label = node.getChild('LinkLabel');
    const own = this.text.slice(open.to, close.from);
    const isFull = label !== null && label.to - label.from > 2;
    const isReference = label !== null || close.to === to;
    if (isReference && !this.references.has(isFull ? this.text.slice(label.from + 1, label.to - 1) : own)) {
      return true;
    }
    const isFootnote = isReference && own.startsWith('^');
    // The text of a short reference is the name of its target.
    if (own.trim() === '' || isFootnote || (isReference && !isFull)) {
      this.push(from, to, isReference ? 'reference' : 'link');
      return false;
    }
    const kind = isReference && !isImage ? 'reference' : 'link';
    this.push(open.from, open.to, kind, 'open');
    this.push(close.from, to, kind, 'close');
    return true;
  }

  /** The box of a task belongs to the mark of its item. */
  private listMarkEnd(mark: SyntaxNode): number {
    const next = mark.nextSibling;
    if (next === null) return mark.to;
    const task = next.name === 'Task' ? next.getChild('TaskMarker') : null;
    const end = task?.to ?? next.from;
    return task === null ? end : end + (/^[ \t]+/.exec(this.text.slice(end, end + 200))?.[0].length ?? 0);
  }

  /** The signs of a heading with the white space between them and its words. */
  private headerMark({ from, to, parent }: SyntaxNode): void {
    const isFirst = parent?.from === from;
    if (isFirst) {
      const blank = /^[ \t]+(?=\S)/.exec(this.text.slice(to, Math.min(parent.to, to + 200)))?.[0].length ?? 0;
      this.push(from, to + blank, 'marker', 'separates');
      return;
    }
    const isUnderline = parent?.name.startsWith('Setext') === true;
    const start = isUnderline ? this.lineEndBefore(from) : this.blankBefore(from);
    this.push(start, to, 'marker', 'separates');
  }

  /** Where the line above that of an offset ends, without white space. */
  private lineEndBefore(offset: number): number {
    return this.blankBefore(Math.max(0, this.text.lastIndexOf('\n', offset - 1)));
  }

  private blankBefore(offset: number): number {
    let start = offset;
    while (start > 0 && /\s/.test(this.text[start - 1]!)) start--;
    return start;
  }

  private mdxTag(start: number, end: number): void {
    const isAlone = this.text.startsWith('/>', end - 2);
    const role = this.text[start + 1] === '/' ? 'close' : 'open';
    this.push(start, end, 'tag', isAlone ? undefined : role);
  }

  /** What stands between the cells of a row. */
  private tableRow(row: SyntaxNode): void {
    let position = row.from;
    for (const { from, to } of row.getChildren('TableCell')) {
      this.push(position, from, 'syntax', 'separates');
      position = to;
    }
    this.push(position, row.to, 'syntax', 'separates');
  }
}
