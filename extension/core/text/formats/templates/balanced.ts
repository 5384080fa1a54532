/** The longest expression that is looked for, in characters. */
const longest = 20_000;

/**
 * Offset behind the bracket that closes the one at `start`; -1 where none does. Brackets in quotes on one line do not count.
 * @param single whether apostrophes are quotes too
 */
export function balancedEnd(text: string, start: number, single = true): number {
  const close = { '(': ')', '[': ']', '{': '}' }[text[start] ?? ''];
  if (close === undefined) return -1;
  const quoted = single ? String.raw`'(?:\\.|[^'\\\n])*'|` : '';
  const token = new RegExp(String.raw`"(?:\\.|[^"\\\n])*"|${quoted}[\\${text[start]!}\\${close}]`, 'g');
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match.index > start + longest) return -1;
    if (match[0] === text[start]) depth++;
    else if (match[0] === close && --depth === 0) return token.lastIndex;
  }
  return -1;
}

/** Elements whose content is no markup, and comments: where the one ends that starts at a match of `opaqueStart`. */
export class OpaqueParts {
  private readonly missing = new Set<string>();

  public constructor(private readonly text: string) {}

  /** @param opening what a match of `opaqueStart` is */
  public end(opening: string, from: number): number {
    const closing = opening === '<!--' ? '-->' : `</${opening.slice(1).toLowerCase()}`;
    if (this.missing.has(closing)) return -1;
    const found = this.text.indexOf(closing, from);
    if (found < 0) this.missing.add(closing);
    return found < 0 ? -1 : found + closing.length;
  }
}

/** A pattern of what no template language is looked for in. */
export const opaqueStart = String.raw`<!--|<(?:script|style)\b`;
