/**
 * Finds where tags of JSX and expressions in braces end. A text in which too many of them never end is not read at all: each
 * search goes to its end.
 */
export class JsxScanner {
  private steps = 0;

  public constructor(private readonly text: string) {}

  /** Offset behind the tag or expression that starts at an offset; -1 where none does. */
  public end(start: number): number {
    return this.text[start] === '{' ? this.expressionEnd(start) : this.tagEnd(start);
  }

  private tagEnd(start: number): number {
    const name = /^<\/?(?:[A-Za-z_$][\w.:$-]*)?(?=[\s/>{])/.exec(this.text.slice(start, start + 200))?.[0];
    if (name === undefined) return -1;
    for (let index = start + name.length; index < this.text.length; index++) {
      this.count();
      const character = this.text[index]!;
      if (character === '>') return index + 1;
      if (character === '{') index = this.expressionEnd(index) - 1;
      else if (character === '"' || character === "'") index = this.text.indexOf(character, index + 1);
      else if (!/[\w\s/=.:$-]/.test(character)) return -1;
      if (index < 0) return -1;
    }
    return -1;
  }

  private expressionEnd(start: number): number {
    let depth = 0;
    const token = /[{}]|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[^]*?\*\//g;
    token.lastIndex = start;
    let position = start;
    for (let match = token.exec(this.text); match !== null; match = token.exec(this.text)) {
      this.count(token.lastIndex - position);
      position = token.lastIndex;
      if (match[0] === '{') depth++;
      if (match[0] === '}' && --depth === 0) return position;
    }
    this.count(this.text.length - position);
    return -1;
  }

  private count(steps = 1): void {
    this.steps += steps;
    if (this.steps > 20 * this.text.length + 100_000) throw new RangeError('Unclosed tags and expressions.');
  }
}
