import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import type { ProtectedSpan } from '../protectedSpan.js';
import type { CodePart, ScannedProgram } from './codePart.js';
import { lezerParser } from './lezerParsers.js';
import type { ProgramLanguage } from './programLanguage.js';

const comment = /Comment$/;
const string =
  /^(?:String|FormatString|RawString|TextBlock|TemplateString|HeredocString|NowDocString|StringLiteral)$/;

/** More errors among the nodes than one in so many, and the text is not taken for a program from beginning to end. */
const nodesPerError = 25;

/** Prefix and quotation mark of a literal. */
const opening = /^[A-Za-z]{0,3}("""|'''|["'`])/;

function literal(text: string, { from, to }: SyntaxNodeRef): CodePart | undefined {
  const found = opening.exec(text.slice(from, from + 6));
  if (found === null || to - from < found[0].length + found[1]!.length) return undefined;
  return {
    kind: 'string',
    start: from,
    end: to,
    contentStart: from + found[0].length,
    contentEnd: to - found[1]!.length,
  };
}

/** A string that is a statement by itself, first in its module, class or function (PEP 257), or behind an assignment (PEP 224). */
function isDocstring(node: SyntaxNode): boolean {
  const statement = node.parent;
  return (
    statement?.name === 'ExpressionStatement' && statement.from === node.from && statement.to === node.to
  );
}

const holesIn = (node: SyntaxNode): ProtectedSpan[] =>
  [...node.getChildren('FormatReplacement'), ...node.getChildren('Interpolation')].map(({ from, to }) => ({
    start: from,
    end: to,
    kind: 'placeholder' as const,
  }));

/** Whether most of a tree is what the grammar knows. */
function isSound(tree: Tree): boolean {
  let nodes = 0;
  let errors = 0;
  tree.iterate({
    enter: ({ type }) => {
      nodes++;
      errors += type.isError ? 1 : 0;
    },
  });
  return nodes > 3 && errors * nodesPerError <= nodes;
}

/** Finds comments, documentation and strings by a Lezer parser. */
export function lezerParts(text: string, { grammar }: ProgramLanguage): ScannedProgram {
  if (!('lezer' in grammar)) return { parts: [] };
  const tree = lezerParser(grammar.lezer).parse(text);
  const parts: CodePart[] = [];
  tree.iterate({
    enter: (node) => {
      const { name, from, to } = node;
      if (comment.test(name) && from < to) {
        parts.push({ kind: 'comment', start: from, end: to, contentStart: from, contentEnd: to });
        return false;
      }
      const found = string.test(name) ? literal(text, node) : undefined;
      if (found === undefined) return true;
      const isDocumentation = grammar.lezer === 'python' && isDocstring(node.node);
      parts.push({ ...found, kind: isDocumentation ? 'docstring' : 'string', holes: holesIn(node.node) });
      return false;
    },
  });
  return { parts, ...(isSound(tree) && { isProgram: true }) };
}
