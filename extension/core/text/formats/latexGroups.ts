/** Longest optional argument that is looked for, in characters. */
const longestOption = 2000;

/** Finds where groups of LaTeX end; all braces are matched once, so that no search goes over the text again. */
export class LatexGroups {
  /** Offset behind the group that begins at an offset; 0 where none does or where it never ends. */
  private readonly ends: Uint32Array;

  public constructor(private readonly text: string) {
    this.ends = new Uint32Array(text.length + 1);
    const open: number[] = [];
    for (const { 0: sign, index } of text.matchAll(/\\[^]|%[^\r\n]*|[{}]/g)) {
      if (sign === '{') open.push(index);
      if (sign === '}') this.ends[open.pop() ?? text.length] = index + 1;
    }
  }

  /** Offset behind the group that starts at `start`; `start` if none does, the text's end if it never ends. */
  public end(start: number): number {
    if (this.text[start] !== '{') return start;
    const end = this.ends[start] ?? 0;
    return end === 0 ? this.text.length : end;
  }

  /** Offset behind the optional argument that starts at `start`, or `start` if none does. */
  public optionalEnd(start: number): number {
    if (this.text[start] !== '[') return start;
    const limit = Math.min(this.text.length, start + longestOption);
    let depth = 0;
    for (let index = start; index < limit; index++) {
      const character = this.text[index];
      if (character === '\\') index++;
      else if (character === '{') index = Math.max(index, this.end(index) - 1);
      else if (character === '[') depth++;
      else if (character === ']' && --depth === 0) return index + 1;
    }
    return start;
  }

  /** Offset behind optional arguments, and numbers of slides as in `\only<2>`. */
  public skipOptional(start: number): number {
    let end = start;
    for (;;) {
      const slides = /^<[\d\-,+.|()a-z@: ]{1,40}>/.exec(this.text.slice(end, end + 45))?.[0].length ?? 0;
      const next = this.optionalEnd(end + slides);
      if (next === end) return end;
      end = next;
    }
  }

  /** Offset behind all optional and mandatory arguments that follow. */
  public argumentsEnd(start: number): number {
    let end = start;
    for (;;) {
      const next = Math.max(this.skipOptional(end), this.end(end));
      if (next === end) return end;
      end = next;
    }
  }
}
