import type { ProtectedSpan } from '../protectedSpan.js';
import type { CommentSyntax } from './commentSyntax.js';

/** A comment or string in source code, markers included in `[start, end)` but not in `[contentStart, contentEnd)`. */
export interface CodePart {
  readonly kind: 'comment' | 'markup' | 'string';
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly quote: string;
  /** What in the content is no prose, besides what the patterns find. */
  readonly holes?: readonly ProtectedSpan[];
}

const regularExpression = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\r\n])*\]|[^/\\[\r\n])+\//y;
/** After these a slash begins a regular expression and does not divide. */
const beforeOperand = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|yield|await))\s*$/;

function lineEnd(text: string, from: number): number {
  const offset = text.slice(from).search(/[\r\n]/);
  return offset < 0 ? text.length : from + offset;
}

/** Offset of the quotation mark that ends a string whose content starts at `from`, or of the end of its line. */
function stringEnd(text: string, from: number, quote: string, multiline: boolean): number {
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') {
      index++;
    } else if (text.startsWith(quote, index)) {
      return index;
    } else if (!multiline && (character === '\n' || character === '\r')) {
      return index;
    }
  }
  return text.length;
}

/** Finds comments and strings in source code, without understanding the rest of it. */
export class CodeScanner {
  private readonly quotes: readonly string[];
  private readonly starts: RegExp;

  public constructor(private readonly syntax: CommentSyntax) {
    this.quotes = [...new Set([...syntax.documentation, ...syntax.multiline, ...syntax.strings])];
    const all = [...syntax.block.map(([open]) => open), ...syntax.line, ...this.quotes];
    all.sort((first, second) => second.length - first.length);
    const literal = all.map((start) => start.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.starts = new RegExp(
      syntax.regularExpressions ? [...literal, '/'].join('|') : literal.join('|'),
      'g',
    );
  }

  public scan(text: string): CodePart[] {
    const parts: CodePart[] = [];
    let position = this.leadingComment(text, parts);
    for (;;) {
      this.starts.lastIndex = position;
      const found = this.starts.exec(text);
      if (found === null) {
        return parts;
      }
      const part = this.partAt(text, found.index, found[0]);
      if (part === undefined) {
        position = this.skip(text, found.index, found[0]);
      } else {
        parts.push(part);
        position = Math.max(part.end, found.index + 1);
      }
    }
  }

  /** A selection may begin inside a block comment: then its end comes without a start. */
  private leadingComment(text: string, parts: CodePart[]): number {
    for (const [open, close] of this.syntax.block) {
      const end = open === close ? -1 : text.indexOf(close);
      const start = text.indexOf(open);
      if (end >= 0 && (start < 0 || start > end)) {
        const after = end + close.length;
        parts.push({ kind: 'comment', start: 0, end: after, contentStart: 0, contentEnd: end, quote: open });
        return after;
      }
    }
    return 0;
  }

  private partAt(text: string, start: number, found: string): CodePart | undefined {
    const block = this.syntax.block.find(([open]) => open === found);
    if (block !== undefined) {
      const close = text.indexOf(block[1], start + found.length);
      const contentEnd = close < 0 ? text.length : close;
      const end = close < 0 ? text.length : close + block[1].length;
      return { kind: 'comment', start, end, contentStart: start + found.length, contentEnd, quote: found };
    }
    const contentStart = start + found.length;
    if (this.syntax.line.includes(found)) {
      // A colon before `//` is that of a URL; `#` inside a word is a fragment or a parameter count.
      if (/[:\w$]/.test(text[start - 1] ?? ' ')) {
        return undefined;
      }
      const end = lineEnd(text, start);
      return { kind: 'comment', start, end, contentStart, contentEnd: end, quote: found };
    }
    return this.quotes.includes(found) ? this.stringAt(text, start, found) : undefined;
  }

  private stringAt(text: string, start: number, quote: string): CodePart | undefined {
    // An apostrophe inside a word, not a quotation mark.
    if (quote === "'" && /\p{L}/u.test(text[start - 1] ?? '') && /\p{L}/u.test(text[start + 1] ?? '')) {
      return undefined;
    }
    const contentStart = start + quote.length;
    const contentEnd = stringEnd(text, contentStart, quote, this.syntax.multiline.includes(quote));
    const end = text.startsWith(quote, contentEnd) ? contentEnd + quote.length : contentEnd;
    const isDocumentation = this.syntax.documentation.includes(quote) && this.startsStatement(text, start);
    return { kind: isDocumentation ? 'comment' : 'string', start, end, contentStart, contentEnd, quote };
  }

  private startsStatement(text: string, offset: number): boolean {
    const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
    const before = text.slice(Math.max(0, lineStart - 200), lineStart).trimEnd();
    return /^[ \t]*[rRuU]?$/.test(text.slice(lineStart, offset)) && !/[=([{,+\\]$/.test(before);
  }

  /** Where to go on after a sign that turned out to be none: behind it, or behind a regular expression. */
  private skip(text: string, start: number, found: string): number {
    if (found === '/' && beforeOperand.test(text.slice(Math.max(0, start - 40), start))) {
      regularExpression.lastIndex = start;
      const match = regularExpression.exec(text);
      return start + (match?.[0].length ?? 1);
    }
    return start + found.length;
  }
}
