import type { SyntaxNode, Tree } from '@lezer/common';
import {
  InlineContext,
  parser as commonMark,
  Strikethrough,
  Table,
  TaskList,
  type MarkdownParser,
} from '@lezer/markdown';
import type { ProtectedSpan } from '../../protectedSpan.js';
import { boundedBlocks, boundedInline, absurdNode } from './markdownBounds.js';
import { hasIndentedBodies } from './markdownDialects.js';
import { markdownExtensions } from './markdownExtensions.js';
import { likelyDefinitions, referenceKey, References } from './markdownReferences.js';
import { MarkdownSpans } from './markdownSpans.js';
import { mdxExtensions } from './mdxExtensions.js';

const references = new References([InlineContext.linkStart, InlineContext.imageStart]);

const markdown = commonMark.configure([
  // Addresses in plain text are found by patterns of ours.
  [Table, TaskList, Strikethrough],
  markdownExtensions,
  {
    defineNodes: [absurdNode],
    parseInline: [boundedInline, references.parser],
    parseBlock: [boundedBlocks],
  },
]);

/** A fragment that starts indented was cut out of a list: there, indentation does not make code. */
const withoutIndentedCode = markdown.configure({ remove: ['IndentedCode'] });

const frontMatter = /^(---|\+\+\+)[ \t]*\n(?:[^]*?\n)??\1[ \t]*(?=\n|$(?![^]))/;

/** Blanks at the start of a line are read by one part only: with two, a long blank line takes the square of its length. */
const delimiterRow = /^([ \t>]*(?:\|[ \t]*)?:?-[-:| \t]*)\|([ \t]+)$/gm;

/** The parser reads no blanks behind the last bar under the header of a table; so that bar is put behind them. */
function withoutTrailingBlanks(text: string): string {
  return text.replace(delimiterRow, '$1$2|');
}

/**
 * The text with the line ends that the parser knows, of the same length. A backslash or two blanks in front of the line end
 * break the line, a single one does not.
 */
function withPlainLineEnds(text: string): string {
  return withoutTrailingBlanks(
    text.includes('\r')
      ? text
          .replace(/\\\r\n/g, '  \n')
          .replace(/(?<= {2})\r\n/g, ' \n')
          .replace(/\r\n/g, '\t\n')
          .replace(/\r/g, '\n')
      : text,
  );
}

/** Keys of the references and footnotes that a parsed text defines. */
function definitionsIn(text: string, tree: Tree): Set<string> {
  const found = new Set<string>();
  tree.iterate({
    enter: ({ name, from, node }): boolean => {
      if (name === 'LinkReference') {
        const label: SyntaxNode | null = node.getChild('LinkLabel');
        if (label !== null) found.add(referenceKey(text.slice(label.from + 1, label.to - 1)));
      } else if (name === 'FootnoteMark') {
        found.add(referenceKey(text.slice(from + 1, text.indexOf(']', from))));
      }
      return /^(?:Document|.*List|ListItem|Blockquote|FootnoteDefinition)$/.test(name);
    },
  });
  return found;
}

/** Parses with the definitions that the text has; what only looked like one, a line of code, is none. */
function parsed(text: string, parser: MarkdownParser): Tree {
  references.defined = likelyDefinitions(text);
  const tree = parser.parse(text);
  if (references.defined.size === 0) return tree;
  const defined = definitionsIn(text, tree);
  if (defined.size === references.defined.size) return tree;
  references.defined = defined;
  return parser.parse(text);
}

function spansOf(text: string, parser: MarkdownParser): ProtectedSpan[] {
  const source = withPlainLineEnds(text);
  const front = frontMatter.exec(source)?.[0].length ?? 0;
  const body = source.slice(front);
  const spans = new MarkdownSpans(body, references, front);
  spans.visit(parsed(body, parser));
  const before: ProtectedSpan[] =
    front === 0 ? [] : [{ start: 0, end: front, kind: 'front-matter', separates: true }];
  return [...before, ...spans.spans];
}

/** The syntax of Markdown: CommonMark with GitHub's extensions, front matter, math and directives. */
export function parseMarkdown(text: string): ProtectedSpan[] {
  const isFragment = /^(?:[ \t]*\r?\n)*(?: {4}|\t)/.test(text) || hasIndentedBodies(text);
  return spansOf(text, isFragment ? withoutIndentedCode : markdown);
}

/** Imports and exports up to the next empty line; blanked, so that what is in them is not read as expressions. */
const moduleCode =
  /^(?:import\s+(?:[\w*{'"]|type\s)|export\s+(?:default|const|let|var|function|class|async|type|\{|\*))[^]*?(?=\r?\n[ \t]*\r?\n|$(?![^]))/gm;

/** The syntax of MDX: Markdown with tags of JSX and expressions in place of HTML. */
export function parseMdx(text: string): ProtectedSpan[] {
  const modules: ProtectedSpan[] = [];
  const blanked = text.replace(moduleCode, (found, offset: number) => {
    modules.push({ start: offset, end: offset + found.length, kind: 'code', separates: true });
    return found.replace(/[^\r\n]/g, ' ');
  });
  const front = frontMatter.exec(withPlainLineEnds(blanked))?.[0].length ?? 0;
  const parser = markdown.configure(mdxExtensions(withPlainLineEnds(blanked).slice(front)));
  return [...modules, ...spansOf(blanked, parser)];
}
