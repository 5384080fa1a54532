import type { Nodes, Parents } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { ProtectedSpan, SpanKind } from '../protectedSpan.js';
import { parseHtml } from './html.js';

const kinds: Partial<Record<Nodes['type'], SpanKind>> = {
  blockquote: 'marker',
  break: 'syntax',
  code: 'fence',
  definition: 'link',
  delete: 'emphasis',
  emphasis: 'emphasis',
  footnoteDefinition: 'reference',
  footnoteReference: 'reference',
  heading: 'marker',
  image: 'link',
  imageReference: 'reference',
  inlineCode: 'code',
  inlineMath: 'math',
  link: 'link',
  linkReference: 'reference',
  listItem: 'marker',
  math: 'math',
  strong: 'emphasis',
  tableCell: 'syntax',
  thematicBreak: 'syntax',
  yaml: 'front-matter',
};

/** Nodes between which no sentence can go on: what they have besides their children separates. */
const separating: ReadonlySet<string> = new Set([
  'break',
  'code',
  'definition',
  'footnoteDefinition',
  'heading',
  'listItem',
  'math',
  'tableCell',
  'thematicBreak',
  'toml',
  'yaml',
]);

/** Single dollars are left to a stricter pattern of ours: "$5 and $10" is not a formula. */
const extensions = [gfm(), frontmatter(['yaml', 'toml']), math({ singleDollarTextMath: false })];
const mdastExtensions = [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml', 'toml']), mathFromMarkdown()];

/** A fragment that starts indented was cut out of a list: there, indentation does not make code. */
const noIndentedCode = { disable: { null: ['codeIndented'] } };

interface Offsets {
  readonly start: number;
  readonly end: number;
}

function offsetsOf(node: Nodes): Offsets {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** Offset of the `]` that closes the bracket at `open`; brackets in code or escapes do not count. */
function closingBracket(text: string, open: number, end: number): number {
  let depth = 0;
  for (let index = open; index < end; index++) {
    const character = text[index];
    if (character === '\\') {
      index++;
    } else if (character === '[') {
      depth++;
    } else if (character === ']' && --depth === 0) {
      return index;
    }
  }
  return end;
}

class MarkdownSpans {
  public readonly spans: ProtectedSpan[] = [];

  public constructor(private readonly text: string) {}

  public visit(node: Nodes): void {
    const { start, end } = offsetsOf(node);
    if (node.type === 'html') {
      this.html(start, end);
    } else if (node.type === 'text') {
      this.escapes(start, end);
    } else if (node.type === 'link' || node.type === 'linkReference') {
      this.link(node, start, end);
    } else if (node.type === 'image' || node.type === 'imageReference') {
      this.image(node.type === 'image' || node.referenceType === 'full', node, start, end);
    } else if (node.type === 'table') {
      this.table(node.children.map(offsetsOf));
      this.children(node);
    } else if (node.type in kinds || separating.has(node.type)) {
      this.aroundChildren(node, start, end);
    } else if ('children' in node) {
      this.children(node);
    }
  }

  private children(node: Parents): void {
    for (const child of node.children) {
      this.visit(child);
    }
  }

  private push(start: number, end: number, node: Nodes, pair?: 'open' | 'close'): void {
    const kind = kinds[node.type] ?? 'front-matter';
    const separates = separating.has(node.type);
    this.spans.push({ start, end, kind, ...(separates ? { separates } : pair !== undefined && { pair }) });
  }

  /** Protects a node but for its children: the markers before the first and after the last one. */
  private aroundChildren(node: Nodes, start: number, end: number): void {
    const first = 'children' in node ? node.children[0] : undefined;
    const last = 'children' in node ? node.children.at(-1) : undefined;
    if (!('children' in node) || first === undefined || last === undefined) {
      this.push(start, end, node);
      return;
    }
    if (node.type !== 'blockquote') {
      this.push(start, offsetsOf(first).start, node, 'open');
      this.push(offsetsOf(last).end, end, node, 'close');
    }
    this.children(node);
  }

  private link(node: Extract<Nodes, { type: 'link' | 'linkReference' }>, start: number, end: number): void {
    const bracketed = this.text[start] === '[';
    // A shortcut's text is the name of its target; an autolink's text is the target.
    if (!bracketed || (node.type === 'linkReference' && node.referenceType !== 'full')) {
      this.spans.push({ start, end, kind: node.type === 'link' ? 'url' : 'reference' });
    } else {
      this.aroundChildren(node, start, end);
    }
  }

  private image(hasText: boolean, node: Nodes, start: number, end: number): void {
    const close = closingBracket(this.text, start + 1, end);
    if (!hasText || close >= end) {
      this.push(start, end, node);
      return;
    }
    this.push(start, start + 2, node, 'open');
    this.push(close, end, node, 'close');
    this.escapes(start + 2, close);
  }

  /** The row of dashes under the header is no node of its own. */
  private table(rows: readonly Offsets[]): void {
    const [header, next] = rows;
    if (header !== undefined) {
      const after = next?.start ?? this.text.length;
      const delimiter = /^\s*[|:\- \t>]+/.exec(this.text.slice(header.end, after))?.[0].length ?? 0;
      this.spans.push({ start: header.end, end: header.end + delimiter, kind: 'syntax', separates: true });
    }
  }

  private html(start: number, end: number): void {
    for (const span of parseHtml(this.text.slice(start, end))) {
      this.spans.push({ ...span, start: span.start + start, end: span.end + start });
    }
  }

  private escapes(start: number, end: number): void {
    for (const { index } of this.text.slice(start, end).matchAll(/\\[!-/:-@[-`{-~]/g)) {
      this.spans.push({ start: start + index, end: start + index + 2, kind: 'escape' });
    }
  }
}

/** The syntax of Markdown: CommonMark with GitHub's extensions, front matter and math. */
export function parseMarkdown(text: string): ProtectedSpan[] {
  const fragment = /^(?:[ \t]*\r?\n)*(?: {4}|\t)/.test(text);
  const tree = fromMarkdown(text, {
    extensions: fragment ? [...extensions, noIndentedCode] : extensions,
    mdastExtensions,
  });
  const visitor = new MarkdownSpans(text);
  visitor.visit(tree);
  return visitor.spans;
}
