import { parseTOML, traverseNodes } from 'toml-eslint-parser';
import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { isTechnicalValue } from '../technicalValue.js';
import { doubleQuotedEscapes } from './stringEscapes.js';

interface Prose {
  readonly start: number;
  readonly end: number;
  readonly delimiter?: Delimiter;
}

/** The comments and the strings that are values, without their markers and quotes. */
function proseOf(text: string): Prose[] {
  const tree = parseTOML(text);
  const found: Prose[] = tree.comments.map(({ range: [start, end] }) => {
    return { start: start + (/^#+\s*/.exec(text.slice(start, end))?.[0].length ?? 0), end };
  });
  traverseNodes(tree, {
    enterNode: (node) => {
      if (node.type === 'TOMLValue' && node.kind === 'string' && !isTechnicalValue(node.value)) {
        const [start, end] = node.range;
        const quotes = node.multiline ? 3 : 1;
        const range = { start: start + quotes, end: end - quotes };
        found.push(node.style === 'basic' ? { ...range, delimiter: '"' } : range);
      }
    },
    leaveNode: () => undefined,
  });
  return found.sort((first, second) => first.start - second.start);
}

/**
 * The syntax of TOML: everything but comments and strings that are values.
 * @returns undefined if the text is no TOML
 */
export function parseTomlText(text: string): ProtectedSpan[] | undefined {
  let found: Prose[];
  try {
    found = proseOf(text);
  } catch {
    return undefined;
  }
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const { start, end, delimiter } of found) {
    spans.push({
      start: position,
      end: start,
      kind: 'syntax',
      separates: true,
      ...(delimiter && { delimiter }),
    });
    spans.push(...(delimiter === undefined ? [] : doubleQuotedEscapes(text.slice(start, end), start)));
    position = end;
  }
  return [...spans, { start: position, end: text.length, kind: 'syntax', separates: true }];
}
