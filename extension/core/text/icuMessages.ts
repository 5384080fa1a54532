import { parse, type Token } from '@messageformat/parser';
import type { Delimiter, ProtectedSpan } from './protectedSpan.js';

const start = /\{\s*[\w.$-]+\s*,\s*(?:plural|select|selectordinal)\s*,/g;

/** Offset behind the brace that closes the one at `open`; quoted braces do not count. */
function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    const character = text[index];
    if (character === "'" && /[{}]/.test(text[index + 1] ?? '')) {
      const close = text.indexOf("'", index + 1);
      index = close < 0 ? index : close;
    } else if (character === '{') {
      depth++;
    } else if (character === '}' && --depth === 0) {
      return index + 1;
    }
  }
  return undefined;
}

/** Collects what in a message is not the literal text of its branches. */
class MessageSpans {
  public readonly spans: ProtectedSpan[] = [];
  private position: number;

  public constructor(
    private readonly offset: number,
    private readonly delimiter: Delimiter | undefined,
  ) {
    this.position = offset;
  }

  public visit(tokens: readonly Token[]): void {
    for (const token of tokens) {
      const from = this.offset + token.ctx.offset;
      const to = from + token.ctx.text.length;
      this.separate(from);
      if ('cases' in token) {
        for (const { ctx, tokens: branch } of token.cases) {
          this.separate(this.offset + ctx.offset + ctx.text.length);
          this.visit(branch);
        }
      } else {
        if (token.type !== 'content') {
          this.spans.push({ start: from, end: to, kind: 'placeholder' });
        }
        this.position = to;
      }
    }
  }

  /** Everything up to `end` stands between two texts. */
  public separate(end: number): void {
    if (end > this.position) {
      const { delimiter, position } = this;
      this.spans.push({
        start: position,
        end,
        kind: 'placeholder',
        separates: true,
        ...(delimiter && { delimiter }),
      });
      this.position = end;
    }
  }
}

/**
 * The ICU messages in a text that choose between branches (plural, select): everything in them is protected but the
 * literal texts of the branches. A message that is broken is protected as a whole.
 * @param offset of the text in its document
 * @param delimiter of the string literal that the text is in
 */
export function findMessageSpans(
  text: string,
  offset: number,
  delimiter: Delimiter | undefined,
): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const { index } of text.matchAll(start)) {
    const end = index < position ? undefined : closingBrace(text, index);
    if (end !== undefined) {
      const message = new MessageSpans(offset + index, delimiter);
      try {
        message.visit(parse(text.slice(index, end)));
        message.separate(offset + end);
        spans.push(...message.spans);
      } catch {
        spans.push({ start: offset + index, end: offset + end, kind: 'placeholder' });
      }
      position = end;
    }
  }
  return spans;
}
