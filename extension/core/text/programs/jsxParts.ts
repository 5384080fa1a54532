import type { SyntaxNode, Tree } from '@lezer/common';
import { isInlineElement, isOpaqueElement } from '../formats/htmlElements.js';
import type { ProtectedSpan } from '../protectedSpan.js';
import type { CodePart, ScannedProgram } from './codePart.js';
import { lezerParser } from './lezerParsers.js';

const dialects: Readonly<Record<string, string>> = {
  javascript: 'jsx',
  javascriptreact: 'jsx',
  typescript: 'ts',
  typescriptreact: 'jsx ts',
};

/** More errors among the nodes than one in so many, and the text is not taken for code. */
const nodesPerError = 40;

/** What a string is that stands directly in one of these: a name, and not text for people. */
const nameParents =
  /^(?:ImportDeclaration|ExportDeclaration|DynamicImport|Property|PropertyDeclaration|MemberExpression|LiteralType|EnumMember|ExpressionStatement|CaseLabel|ImportAttribute|ModuleDeclaration|BinaryExpression)$/;

/** How a tag stands in its sentence, or between sentences. */
function roleOf({ name }: SyntaxNode, element: string): Pick<ProtectedSpan, 'pair' | 'separates'> {
  if (!isInlineElement(element)) {
    return { separates: true };
  }
  return name === 'JSXOpenTag' ? { pair: 'open' } : name === 'JSXCloseTag' ? { pair: 'close' } : {};
}

class ScriptParts {
  public readonly parts: CodePart[] = [];

  public constructor(private readonly text: string) {}

  /** Takes what a node is to people; tells whether to look at the nodes in it. */
  public enter(node: SyntaxNode): boolean {
    const { name, from, to } = node;
    if (name === 'LineComment') {
      this.push('comment', node, from, to);
    } else if (name === 'BlockComment') {
      this.push('comment', node, from, to);
    } else if (name === 'JSXElement') {
      const holes: ProtectedSpan[] = [];
      this.element(node, holes);
      this.parts.push({
        kind: 'markup',
        start: from,
        end: to,
        contentStart: from,
        contentEnd: to,
        holes,
      });
      return false;
    } else if (name === 'String' && !this.isName(node)) {
      this.push('string', node, from + 1, to - 1);
    } else if (name === 'TemplateString' && node.parent?.name !== 'TaggedTemplateExpression') {
      this.push('string', node, from + 1, to - 1, this.interpolations(node));
      return false;
    }
    return true;
  }

  private push(
    kind: CodePart['kind'],
    { from, to }: SyntaxNode,
    contentStart: number,
    contentEnd: number,
    holes: readonly ProtectedSpan[] = [],
  ): void {
    this.parts.push({ kind, start: from, end: to, contentStart, contentEnd, holes });
  }

  private isName({ parent, from }: SyntaxNode): boolean {
    return (
      parent !== null && nameParents.test(parent.name) && !(parent.name === 'Property' && parent.from < from)
    );
  }

  private interpolations(node: SyntaxNode): ProtectedSpan[] {
    return node
      .getChildren('Interpolation')
      .map(({ from, to }): ProtectedSpan => ({ start: from, end: to, kind: 'placeholder' }));
  }

  /** The tags and expressions of an element; what is left is its text. */
  private element(node: SyntaxNode, holes: ProtectedSpan[]): void {
    const tag = node.firstChild;
    const name = tag === null ? '' : (/^<\s*([\w.:-]*)/.exec(this.text.slice(tag.from, tag.to))?.[1] ?? '');
    if (isOpaqueElement(name)) {
      const separates = isInlineElement(name) ? {} : { separates: true as const };
      holes.push({ start: node.from, end: node.to, kind: 'code', ...separates });
      return;
    }
    for (let child = tag; child !== null; child = child.nextSibling) {
      const range = { start: child.from, end: child.to };
      if (child.name === 'JSXElement') {
        this.element(child, holes);
      } else if (child.name === 'JSXEscape') {
        this.escape(child, holes);
      } else if (child.name !== 'JSXText') {
        holes.push({ ...range, kind: 'tag', ...roleOf(child, name) });
      }
    }
  }

  /** An expression in braces is a placeholder, unless there are elements or nothing but a comment in it. */
  private escape(node: SyntaxNode, holes: ProtectedSpan[]): void {
    const inner: SyntaxNode[] = [];
    node.cursor().iterate((cursor) => {
      if (cursor.name === 'JSXElement') {
        inner.push(cursor.node);
        return false;
      }
      return true;
    });
    const closed = this.text[node.to - 1] === '}' || this.text[node.to] !== '}';
    const end = closed ? node.to : node.to + 1;
    const isComment = /^\{\s*\/\*/.test(this.text.slice(node.from, node.to));
    if (inner.length === 0) {
      holes.push({
        start: node.from,
        end,
        kind: 'placeholder',
        ...(isComment && { separates: true as const }),
      });
      return;
    }
    let position = node.from;
    for (const element of inner) {
      holes.push({ start: position, end: element.from, kind: 'syntax', separates: true });
      this.element(element, holes);
      position = element.to;
    }
    holes.push({ start: position, end, kind: 'syntax', separates: true });
  }
}

/** Whether a tree without errors is more than a word or two, which are a program too. */
function isProgram(tree: Tree): boolean {
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    if (!/Comment$|^(?:ExpressionStatement|LabeledStatement)$/.test(node.name)) {
      return true;
    }
    const inner = node.name === 'ExpressionStatement' ? node.firstChild?.name : undefined;
    if (
      inner !== undefined &&
      !/^(?:VariableName|String|Number|BinaryExpression|TemplateString)$/.test(inner)
    ) {
      return true;
    }
  }
  return false;
}

/** Comments, strings and the texts of JSX elements in JavaScript and TypeScript; nothing if the text is no such program. */
export function jsxParts(text: string, language: string): ScannedProgram {
  const dialect = dialects[language] ?? 'jsx';
  const tree = lezerParser('javascript').configure({ dialect }).parse(text);
  const visitor = new ScriptParts(text);
  let nodes = 0;
  let errors = 0;
  tree.iterate({
    enter: (cursor) => {
      nodes++;
      errors += cursor.type.isError ? 1 : 0;
      return visitor.enter(cursor.node);
    },
  });
  const isSound = errors * nodesPerError <= nodes;
  const parts = isSound ? visitor.parts : visitor.parts.filter(({ kind }) => kind === 'comment');
  return { parts, ...(isSound && isProgram(tree) && { isProgram: true }) };
}
