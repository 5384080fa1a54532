import { Parser } from 'htmlparser2';
import type { ProtectedSpan } from '../protectedSpan.js';
import { attributeTexts } from './htmlAttributes.js';
import { isInlineElement, isOpaqueElement, isVoidElement } from './htmlElements.js';

/** Template languages inside HTML; the HTML parser would end them at the first `>`. */
const embedded = /<\?[^]{0,20000}?\?>|<%[^]{0,20000}?%>/g;
/** A selection may begin or end inside a tag, of which the parser tells nothing. */
const cutTag = /^[^<>]*=\s*["'][^<>"']*["']\s*\/?>|<[A-Za-z/!][^<>]*$/g;

class HtmlSpans {
  public readonly spans: ProtectedSpan[] = [];

  /** @param source where texts in attributes are looked for; undefined if they stay as they are */
  public constructor(private readonly source: string | undefined) {}

  /** Names of the open elements that hide their content, outermost first; its start is `hiddenFrom`. */
  private readonly hidden: string[] = [];
  private hiddenFrom = 0;

  public open(name: string, attributes: Readonly<Record<string, string>>, start: number, end: number): void {
    if (this.hidden.length > 0) {
      if (!isVoidElement(name)) {
        this.hidden.push(name);
      }
    } else if (this.hides(name, attributes)) {
      this.hidden.push(name);
      this.hiddenFrom = start;
    } else {
      this.opening(name, attributes, start, end);
    }
  }

  public close(name: string, start: number, end: number): void {
    if (isVoidElement(name)) {
      return;
    }
    if (this.hidden.length === 0) {
      this.tag(name, start, end, 'close');
    } else {
      this.hidden.pop();
      if (this.hidden.length === 0) {
        const kind = 'code';
        const span = { start: this.hiddenFrom, end: Math.max(end, this.hiddenFrom), kind } as const;
        this.spans.push(
          isOpaqueElement(name) && !isInlineElement(name) ? { ...span, separates: true } : span,
        );
      }
    }
  }

  /** The end of an element that has no closing tag; only one that hides its content leaves a trace. */
  public closeImplied(name: string, end: number): void {
    if (this.hidden.length > 0) {
      this.close(name, end, end);
    }
  }

  public comment(start: number, end: number): void {
    if (this.hidden.length === 0) {
      this.spans.push({ start, end, kind: 'comment', separates: true });
    }
  }

  private hides(name: string, attributes: Readonly<Record<string, string>>): boolean {
    const told =
      attributes['translate'] === 'no' || /(?:^|\s)notranslate(?:\s|$)/.test(attributes['class'] ?? '');
    return !isVoidElement(name) && (told || isOpaqueElement(name));
  }

  /** An opening tag; one in a sentence stays whole, so that the sentence is not cut by its attributes. */
  private opening(
    name: string,
    attributes: Readonly<Record<string, string>>,
    start: number,
    end: number,
  ): void {
    const texts =
      this.source === undefined || (isInlineElement(name) && !this.standsAlone(start, end))
        ? []
        : attributeTexts(this.source.slice(start, end), start, name, attributes);
    if (texts.length === 0) {
      this.tag(name, start, end, isVoidElement(name) ? undefined : 'open');
      return;
    }
    let position = start;
    for (const text of texts) {
      this.spans.push({
        start: position,
        end: text.start,
        kind: 'tag',
        separates: true,
        delimiter: text.delimiter,
      });
      position = text.end;
    }
    this.spans.push({ start: position, end, kind: 'tag', separates: true });
  }

  /** Whether only tags stand beside one. */
  private standsAlone(start: number, end: number): boolean {
    const { source = '' } = this;
    return (
      /(?:^|>)\s*$/.test(source.slice(Math.max(0, start - 200), start)) &&
      /^\s*(?:<|$)/.test(source.slice(end, end + 200))
    );
  }

  private tag(name: string, start: number, end: number, pair?: 'open' | 'close'): void {
    if (end <= start) {
      return;
    }
    if (isInlineElement(name)) {
      this.spans.push({ start, end, kind: 'tag', ...(pair !== undefined && { pair }) });
    } else {
      this.spans.push({ start, end, kind: 'tag', separates: true });
    }
  }
}

/**
 * The syntax of HTML and of languages like it (XML, Vue, Svelte, PHP templates): tags with their attributes, comments,
 * scripts, styles and code. Content marked `translate="no"` or `class="notranslate"` is protected too.
 * @param xmlMode whether names like `link` and `script` have no meaning of their own
 * @param withAttributes whether attributes such as `alt` and `title` are texts
 */
export function parseHtml(text: string, xmlMode = false, withAttributes = !xmlMode): ProtectedSpan[] {
  const visitor = new HtmlSpans(withAttributes ? text : undefined);
  for (const { 0: match, index } of text.matchAll(cutTag)) {
    visitor.spans.push({ start: index, end: index + match.length, kind: 'tag', separates: true });
  }
  const blanked = text.replace(embedded, (found, offset: number) => {
    const declaration = found.startsWith('<?xml');
    const span: ProtectedSpan = { start: offset, end: offset + found.length, kind: 'placeholder' };
    visitor.spans.push(declaration ? { ...span, separates: true } : span);
    return ' '.repeat(found.length);
  });
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes, isImplied) => {
        if (!isImplied) {
          visitor.open(name, attributes, parser.startIndex, parser.endIndex + 1);
        }
      },
      onclosetag: (name, isImplied) => {
        const end = parser.endIndex + 1;
        if (isImplied) {
          visitor.closeImplied(name, end < text.length ? parser.startIndex : end);
        } else {
          visitor.close(name, parser.startIndex, end);
        }
      },
      oncomment: () => {
        visitor.comment(parser.startIndex, parser.endIndex + 1);
      },
      oncdatastart: () => {
        visitor.comment(parser.startIndex, parser.startIndex + '<![CDATA['.length);
      },
      oncdataend: () => {
        visitor.comment(parser.endIndex - 2, parser.endIndex + 1);
      },
      onprocessinginstruction: () => {
        visitor.comment(parser.startIndex, parser.endIndex + 1);
      },
    },
    { xmlMode, recognizeSelfClosing: true, decodeEntities: false },
  );
  parser.end(blanked);
  return visitor.spans;
}
