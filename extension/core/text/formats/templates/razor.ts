import type { ProtectedSpan } from '../../protectedSpan.js';
import { isVoidElement } from '../htmlElements.js';
import { balancedEnd } from './balanced.js';

const token =
  /@\*[^]{0,20000}?\*@|@@\w*|@(?=[{(])|(?<![\w.])@(?<line>model|using(?!\s*\()|inject|page|layout|inherits|namespace|implements|addTagHelper|removeTagHelper|tagHelperPrefix|attribute|typeparam|rendermode)\b[^\r\n]*|(?<![\w.])@(?<block>code|functions)\s*(?=\{)|(?<![\w.])@section\s+\w+\s*(?<section>\{)|(?<![\w.])@(?<control>if|for|foreach|while|switch|using|lock|try|do)\b\s*(?=[({])|(?<![\w.])@(?:await\s+)?(?<name>[A-Za-z_]\w*)/g;
/** What goes on behind the block of a control statement. */
const goesOn = /^\s*(?:else(?:\s+if)?|catch|finally|while)\b\s*/;

class RazorSpans {
  public readonly spans: ProtectedSpan[] = [];

  public constructor(private readonly text: string) {}

  /** What is code in a stretch of markup. */
  public markup(start: number, end: number): void {
    const pattern = new RegExp(token.source, 'g');
    pattern.lastIndex = start;
    for (
      let match = pattern.exec(this.text);
      match !== null && match.index < end;
      match = pattern.exec(this.text)
    ) {
      pattern.lastIndex = Math.max(this.take(match, pattern.lastIndex), match.index + 1);
    }
  }

  private push(start: number, end: number, separates: boolean): number {
    this.spans.push({ start, end, kind: 'placeholder', ...(separates && { separates: true }) });
    return end;
  }

  private take({ 0: found, index, groups = {} }: RegExpExecArray, end: number): number {
    const { line, block, section, control, name } = groups;
    if (found.startsWith('@*') || line !== undefined) return this.push(index, end, true);
    if (found.startsWith('@@')) return this.push(index, end, false);
    if (section !== undefined) {
      const close = balancedEnd(this.text, end - 1, false);
      if (close > 0) this.push(close - 1, close, true);
      return this.push(index, end, true);
    }
    if (control !== undefined) return this.control(index, end);
    if (name !== undefined && block === undefined) return this.push(index, this.expressionEnd(end), false);
    const close = balancedEnd(this.text, end, false);
    return this.push(index, close < 0 ? end : close, this.text[end] === '{');
  }

  private expressionEnd(start: number): number {
    for (let end = start; ;) {
      const member = /^(?:\?|!)?\.[A-Za-z_]\w*/.exec(this.text.slice(end, end + 200))?.[0].length ?? 0;
      const bracket = '(['.includes(this.text[end] ?? ' ') ? balancedEnd(this.text, end, false) : -1;
      const next = bracket > 0 ? bracket : end + member;
      if (next === end) return end;
      end = next;
    }
  }

  /** A control statement: its head is code, its blocks are code with markup in it. */
  private control(start: number, head: number): number {
    const parenthesis = this.text[head] === '(' ? balancedEnd(this.text, head, false) : head;
    const open =
      parenthesis < 0
        ? -1
        : parenthesis + (/^\s*/.exec(this.text.slice(parenthesis, parenthesis + 200))?.[0].length ?? 0);
    const close = open < 0 ? -1 : balancedEnd(this.text, open, false);
    if (close < 0) return this.push(start, head, true);
    this.code(start, open + 1, close - 1);
    const next = goesOn.exec(this.text.slice(close, close + 200));
    return next === null
      ? this.push(close - 1, close, true)
      : this.control(close - 1, close + next[0].length);
  }

  /** Code with elements in it. @param start where the span begins that the code belongs to */
  private code(start: number, from: number, end: number): void {
    const element = /<([A-Za-z][\w:.-]*)|@:[^\r\n]*/g;
    element.lastIndex = from;
    let position = start;
    for (
      let match = element.exec(this.text);
      match !== null && match.index < end;
      match = element.exec(this.text)
    ) {
      const { 0: found, 1: name, index } = match;
      const close = name === undefined ? element.lastIndex : this.elementEnd(name, index, end);
      if (close < 0) continue;
      const inner = name === undefined ? index + 2 : index;
      this.push(position, inner, true);
      this.markup(index + found.length, close);
      position = close;
      element.lastIndex = close;
    }
    this.push(position, Math.max(position, end), true);
  }

  private elementEnd(name: string, start: number, end: number): number {
    const tags = new RegExp(
      String.raw`<(/?)${name.replaceAll('.', '\\.')}\b(?:"[^"]*"|'[^']*'|[^>"'])*>`,
      'g',
    );
    tags.lastIndex = start;
    let depth = 0;
    for (
      let match = tags.exec(this.text);
      match !== null && match.index < end;
      match = tags.exec(this.text)
    ) {
      const isAlone = match[0].endsWith('/>') || isVoidElement(name);
      if (match[1] === '/') depth--;
      else if (!isAlone) depth++;
      if (depth <= 0) return tags.lastIndex;
    }
    return -1;
  }
}

/** Code in Razor pages (C# in HTML). */
export function razorSpans(text: string): ProtectedSpan[] {
  const razor = new RazorSpans(text);
  razor.markup(0, text.length);
  return razor.spans;
}
