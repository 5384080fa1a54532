import type { ProtectedSpan } from '../protectedSpan.js';
import type { CodePart, ScannedProgram } from './codePart.js';
import type { ProgramLanguage } from './programLanguage.js';
import { textMateTokens, type ScopedToken } from './textMateTokenizer.js';

type Kind = 'comment' | 'docstring' | 'string' | 'hole' | 'code';

interface Run {
  readonly kind: 'comment' | 'docstring' | 'string';
  readonly start: number;
  end: number;
  readonly holes: ProtectedSpan[];
}

const documentation =
  /^(?:string|comment)\b.*\b(?:docstring|documentation)\b.*(?:heredoc|string|quoted)|^string\b.*\b(?:docstring|documentation)\b/;
const interpolation = /^(?:meta\.(?:embedded|interpolation|template\.expression)|source\.)/;

/** The innermost of comment, string and interpolated code decides. */
function kindOf({ scopes }: ScopedToken): Kind {
  let kind: Kind = 'code';
  for (const scope of scopes.slice(1)) {
    if (kind === 'code' && documentation.test(scope)) {
      kind = 'docstring';
    } else if (scope.startsWith('comment')) {
      // A comment in a string is one to another language.
      if (kind === 'code') kind = 'comment';
    } else if (kind === 'code' && scope.startsWith('string') && !scope.startsWith('string.unquoted')) {
      kind = 'string';
    } else if (kind === 'string' && interpolation.test(scope)) {
      kind = 'hole';
    }
  }
  return kind;
}

/** @param of what the mark belongs to: comments hold strings and tags of their own */
const hasMark = ({ scopes }: ScopedToken, side: 'begin' | 'end', of = ''): boolean =>
  scopes.some(
    (scope) => scope.startsWith('punctuation') && scope.includes(of) && scope.split('.').includes(side),
  );

/** Joins tokens to comments and strings. */
class RunBuilder {
  public readonly runs: Run[] = [];
  /** How many comments are open inside each other; some languages nest them. */
  private depth = 0;
  private isOpen = false;
  /** Whether the comment that is read goes over line breaks. */
  private isBlock = false;

  public constructor(
    private readonly text: string,
    private readonly block: ProgramLanguage['block'],
    private readonly line: ProgramLanguage['line'],
  ) {}

  public add(token: ScopedToken): void {
    const kind = kindOf(token);
    if (kind === 'code') {
      this.isOpen &&= this.text.slice(token.start, token.end).trim() === '';
      return;
    }
    const base = kind === 'hole' ? 'string' : kind;
    const last = this.runs.at(-1);
    const content = this.text.slice(token.start, token.end);
    if (this.isOpen && last?.kind === base && (base !== 'comment' || this.goesOn(last, token))) {
      last.end = token.end;
    } else {
      this.depth = 0;
      this.isBlock =
        !token.scopes.some((scope) => scope.startsWith('comment.line')) &&
        !this.isLine(token.start) &&
        (token.scopes.some((scope) => scope.startsWith('comment.block')) ||
          this.block.some(([open]) => this.text.startsWith(open, token.start)));
      this.runs.push({ kind: base, start: token.start, end: token.end, holes: [] });
    }
    if (kind === 'hole') {
      this.runs.at(-1)?.holes.push({ start: token.start, end: token.end, kind: 'placeholder' });
    }
    this.isOpen =
      base === 'comment' ? this.staysOpen(token, content) : !hasMark(token, 'end') || kind === 'hole';
  }

  /** Whether a comment begins like one that ends with its line, whatever its scope. */
  private isLine(start: number): boolean {
    return (
      this.line.some((open) => this.text.startsWith(open, start)) &&
      !this.block.some(([open]) => this.text.startsWith(open, start))
    );
  }

  /** A comment goes on in the same line, and over a line break if it is a block. */
  private goesOn({ end }: Run, token: ScopedToken): boolean {
    return this.isBlock || !/[\r\n]/.test(this.text.slice(end, token.start));
  }

  private staysOpen(token: ScopedToken, content: string): boolean {
    if (hasMark(token, 'begin', 'comment')) this.depth++;
    if (hasMark(token, 'end', 'comment')) return --this.depth > 0;
    const start = this.runs.at(-1)?.start ?? 0;
    const opener = this.block.find(([open]) => this.text.startsWith(open, start));
    const closes =
      opener !== undefined && token.end > start + opener[0].length && content.trim().endsWith(opener[1]);
    // Where the grammar marks ends, they decide.
    return this.depth > 0 || !closes;
  }
}

/** Finds comments, documentation and strings by a TextMate grammar: what has the scope `comment.*` or `string.*` and is in no other. */
export function textMateParts(text: string, { grammar, block, line }: ProgramLanguage): ScannedProgram {
  if (!('textMate' in grammar)) return { parts: [] };
  const builder = new RunBuilder(text, block, line);
  for (const token of textMateTokens(text, grammar.textMate)) builder.add(token);
  return {
    parts: builder.runs.map(({ kind, start, end, holes }): CodePart => {
      const quote = /^(?:[A-Za-z@$]{0,3}|@\w+\s+(?:~\w)?)("""|'''|["'`])/.exec(text.slice(start, start + 40));
      const [prefix = '', mark = ''] = quote ?? [];
      const isQuoted =
        mark !== '' && end - start >= prefix.length + mark.length && text.startsWith(mark, end - mark.length);
      return {
        kind,
        start,
        end,
        contentStart: isQuoted ? start + prefix.length : start,
        contentEnd: isQuoted ? end - mark.length : end,
        holes,
      };
    }),
  };
}
