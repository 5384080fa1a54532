import type { ProtectedSpan } from '../protectedSpan.js';
import type { CodePart, ScannedProgram } from './codePart.js';
import type { ProgramLanguage } from './programLanguage.js';
import { textMateTokens, type ScopedToken } from './textMateTokenizer.js';

type Kind = 'comment' | 'docstring' | 'string' | 'hole' | 'code';

interface Run {
  kind: Kind;
  start: number;
  end: number;
  holes: ProtectedSpan[];
}

const documentation = /^(?:string|comment)\b.*\b(?:docstring|documentation)\b/;
const interpolation = /^(?:meta\.(?:embedded|interpolation|template\.expression)|source\.)/;

/** The innermost of comment, string and interpolated code decides. */
function kindOf({ scopes }: ScopedToken): Kind {
  let kind: Kind = 'code';
  for (const scope of scopes.slice(1)) {
    if (scope.startsWith('comment')) {
      // A comment in a string is a comment to another language.
      if (kind === 'code') kind = 'comment';
    } else if (kind === 'code' && documentation.test(scope)) {
      kind = 'docstring';
    } else if (kind === 'code' && scope.startsWith('string') && !scope.startsWith('string.unquoted')) {
      kind = 'string';
    } else if (kind === 'string' && interpolation.test(scope)) {
      kind = 'hole';
    }
  }
  return kind;
}

const isMark = ({ scopes }: ScopedToken, side: string): boolean =>
  scopes.some((scope) => scope.startsWith('punctuation.definition') && scope.includes(side));

/** Runs of tokens of a kind: white space and line breaks do not end one, the beginning of a new comment or string does. */
function runsOf(text: string, grammar: string): Run[] {
  const runs: Run[] = [];
  let closed = true;
  for (const token of textMateTokens(text, grammar)) {
    const kind = kindOf(token);
    const last = runs.at(-1);
    if (kind === 'code') {
      closed ||= /\S/.test(text.slice(token.start, token.end));
      continue;
    }
    const base = kind === 'hole' ? 'string' : kind;
    const begins = isMark(token, '.begin') || (kind === 'comment' && isMark(token, 'definition.comment'));
    const joins = last?.kind === base && !closed && !(begins && last.holes.length === 0 && hasEnded(last, token, text));
    if (joins) {
      last.end = token.end;
    } else {
      runs.push({ kind: base, start: token.start, end: token.end, holes: [] });
    }
    if (kind === 'hole') {
      runs.at(-1)?.holes.push({ start: token.start, end: token.end, kind: 'placeholder' });
    }
    closed = isMark(token, '.end') && kind !== 'hole' && kind !== 'comment';
  }
  return runs;
}

/** Whether a token that could begin a comment stands on a later line than the comment before it, or right behind its end. */
function hasEnded(last: Run, token: ScopedToken, text: string): boolean {
  const between = text.slice(last.end, token.start);
  return /[\r\n]/.test(between) || between !== '';
}

/**
 * Finds comments, documentation and strings by a TextMate grammar: what has the scope `comment.*` or `string.*` and stands in
 * no other. The comments of several lines that begin with a mark each are parts of their own.
 */
export function textMateParts(text: string, { grammar }: ProgramLanguage): ScannedProgram {
  if (!('textMate' in grammar)) return { parts: [] };
  const parts = runsOf(text, grammar.textMate).map(({ kind, start, end, holes }): CodePart => {
    const quotes = /^[A-Za-z@]{0,3}("""|'''|["'`])/.exec(text.slice(start, end))?.[1] ?? '';
    const isQuoted = kind === 'string' && quotes !== '' && text.endsWith(quotes, end);
    return {
      kind: kind === 'hole' || kind === 'code' ? 'string' : kind,
      start,
      end,
      contentStart: isQuoted ? text.indexOf(quotes, start) + quotes.length : start,
      contentEnd: isQuoted ? Math.max(start, end - quotes.length) : end,
      holes,
    };
  });
  return { parts };
}
