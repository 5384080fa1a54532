/** A stretch of a Markdown text that can be parsed by itself. */
export interface MarkdownChunk {
  readonly start: number;
  readonly end: number;
}

/** A heading at the left margin behind an empty line: it ends every list, quotation and paragraph. */
const heading = /\n[ \t]*\r?\n(?=#{1,6}[ \t])/g;
/** What may end a block that goes on over empty lines and headings. */
const blockEnd = /(?:^|\n)(?:[ \t>]*(?:`{3}|~{3}|\$\$|:{3})[^\n]*|[^\n]*(?:<[^\n]*|>))\s*$/;
const frontMatter = /^(---|\+\+\+)[ \t]*\r?\n[^]*?\n\1[ \t]*(?:\r?\n|$)/;

/**
 * Where a long Markdown text can probably be cut: in front of headings. Whether a block is still open there, only its parser
 * knows; then the chunk is to be made longer.
 */
export class MarkdownCuts {
  private readonly places: readonly number[];

  public constructor(private readonly text: string) {
    const from = frontMatter.exec(text)?.[0].length ?? 0;
    this.places = [...text.matchAll(heading)]
      .map(({ 0: match, index }) => index + match.length)
      .filter((place) => place > from && !blockEnd.test(text.slice(Math.max(from, place - 200), place)));
  }

  /** The first place to cut that is at least `length` characters behind `start`; else the end of the text. */
  public after(start: number, length: number): number {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle]! >= start + length) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return this.places[low] ?? this.text.length;
  }
}

/** The name under which references and definitions find each other; that of a footnote begins with `^`. */
export function referenceKey(label: string): string {
  return label
    .replace(/\n[ \t>]*|[\t\r ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .toLowerCase()
    .toUpperCase()
    .toLowerCase();
}

const bracketed = /\[((?:\\[^]|[^\\[\]]){1,1000})\]/g;

/** What stands in brackets and may be a reference: how it is written, by its key. */
export function mentionedReferences(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, label = ''] of text.matchAll(bracketed)) {
    found.set(referenceKey(label), label.replace(/\s*\n[ \t>]*/g, ' '));
  }
  return found;
}

/** Keys of what looks like a definition, wherever it stands. */
export function likelyDefinitions(text: string): Set<string> {
  const found = new Set<string>();
  for (const { 0: match, 1: label = '', index } of text.matchAll(bracketed)) {
    if (text[index + match.length] === ':') {
      found.add(referenceKey(label));
    }
  }
  return found;
}

/** Definitions for a chunk that refers to them, in the same words, with empty lines around them. */
export function definitionsOf(labels: Iterable<string>): string {
  const lines = [...labels].map((label) => `[${label}]: x\n\n`).join('');
  return lines === '' ? '' : `\n\n${lines}`;
}
