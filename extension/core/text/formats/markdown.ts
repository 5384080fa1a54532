import type { Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { mathFromMarkdown } from 'mdast-util-math';
import { mdxExpressionFromMarkdown } from 'mdast-util-mdx-expression';
import { mdxJsxFromMarkdown } from 'mdast-util-mdx-jsx';
import { directive } from 'micromark-extension-directive';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { mdx } from 'micromark-extension-mdx';
import type { ProtectedSpan, SpanKind } from '../protectedSpan.js';
import { hasIndentedBodies } from './markdownDialects.js';
import { ChunkedMarkdown } from './chunkedMarkdown.js';
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
  leafDirective: 'marker',
  listItem: 'marker',
  math: 'math',
  mdxFlowExpression: 'placeholder',
  mdxJsxFlowElement: 'tag',
  mdxJsxTextElement: 'tag',
  mdxTextExpression: 'placeholder',
  strong: 'emphasis',
  tableCell: 'syntax',
  textDirective: 'marker',
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
  'leafDirective',
  'listItem',
  'math',
  'mdxFlowExpression',
  'mdxJsxFlowElement',
  'tableCell',
  'thematicBreak',
  'toml',
  'yaml',
]);

/** Single dollars are left to a stricter pattern of ours: "$5 and $10" is not a formula. */
const extensions = [gfm(), frontmatter(['yaml', 'toml']), math({ singleDollarTextMath: false }), directive()];
const mdastExtensions = [
  // Addresses in plain text, which its transformation of the tree looks for, are found by patterns of ours.
  ...gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension),
  frontmatterFromMarkdown(['yaml', 'toml']),
  mathFromMarkdown(),
  directiveFromMarkdown(),
];

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

const hasAttributes = ({ attributes }: { attributes?: object | null | undefined }): boolean =>
  Object.keys(attributes ?? {}).length > 0;

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
    } else if (node.type === 'textDirective' && node.children.length === 0 && !hasAttributes(node)) {
      // A colon before a word, as in `12:30 o'clock: yes` or `key:value`, is hardly ever meant.
      this.escapes(start, end);
    } else if (node.type === 'containerDirective') {
      // Its first and last lines are found by their colons.
      this.children(node);
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

function spansOf(text: string, tree: Nodes): ProtectedSpan[] {
  const visitor = new MarkdownSpans(text);
  visitor.visit(tree);
  return visitor.spans;
}

/** Longer texts are parsed in chunks: the parser's time and memory grow faster than the text. In UTF-16 code units. */
const chunkLength = 16_000;

/**
 * The syntax of Markdown: CommonMark with GitHub's extensions, front matter, math and directives.
 * @param length of the chunks in which a longer text is parsed; the result does not depend on it
 */
export function parseMarkdown(text: string, length = chunkLength): ProtectedSpan[] {
  const fragment = /^(?:[ \t]*\r?\n)*(?: {4}|\t)/.test(text) || hasIndentedBodies(text);
  const options = { extensions: fragment ? [...extensions, noIndentedCode] : extensions, mdastExtensions };
  const parse = (chunk: string): Root => fromMarkdown(chunk, options);
  if (text.length <= length) {
    return spansOf(text, parse(text));
  }
  return new ChunkedMarkdown(text, parse, length).trees().flatMap((chunk) => {
    const shift = chunk.start - chunk.before;
    const spans = spansOf(chunk.text, chunk.tree);
    return spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift }));
  });
}

/** Imports and exports up to the next empty line; blanked, so that what is in them is not read as expressions. */
const moduleCode =
  /^(?:import\s+(?:[\w*{'"]|type\s)|export\s+(?:default|const|let|var|function|class|async|type|\{|\*))[^]*?(?=\r?\n[ \t]*\r?\n|$(?![^]))/gm;

/** The syntax of MDX; that of Markdown where the text breaks the rules of MDX. */
export function parseMdx(text: string): ProtectedSpan[] {
  const modules: ProtectedSpan[] = [];
  const blanked = text.replace(moduleCode, (found, offset: number) => {
    modules.push({ start: offset, end: offset + found.length, kind: 'code', separates: true });
    return found.replace(/[^\r\n]/g, ' ');
  });
  try {
    const tree = fromMarkdown(blanked, {
      extensions: [...extensions, mdx()],
      mdastExtensions: [...mdastExtensions, mdxExpressionFromMarkdown(), mdxJsxFromMarkdown()],
    });
    return [...modules, ...spansOf(blanked, tree)];
  } catch {
    return [...modules, ...parseMarkdown(blanked)];
  }
}
