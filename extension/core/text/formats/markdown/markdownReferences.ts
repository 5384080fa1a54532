import type { DelimiterType, InlineContext, InlineParser } from '@lezer/markdown';

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

const longestLabel = 999;
const definition = /\[((?:\\[^]|[^\\[\]]){1,999})\]:/g;

/** Keys of what looks like a definition, wherever it stands. */
export function likelyDefinitions(text: string): Set<string> {
  return new Set([...text.matchAll(definition)].map(([, label = '']) => referenceKey(label)));
}

/** What is open in a paragraph, as the library keeps it; it can make a bracket invalid, but offers no way to. */
interface WithParts {
  readonly parts: (object | null)[];
}

interface Opening {
  readonly type?: DelimiterType;
  readonly to: number;
  /** Zero for one that would make a link within a link. */
  readonly side: number;
}

/**
 * Says of brackets whether they are references: only if their label is defined somewhere. The library takes them for links
 * in any case, and links cannot stand in one another.
 */
export class References {
  /** Keys of what is defined in the text that is parsed. */
  public defined: ReadonlySet<string> = new Set();

  /** @param linkStarts the library's kinds of opening brackets */
  public constructor(private readonly linkStarts: readonly DelimiterType[]) {}

  /** In front of the library's own parser of closing brackets. */
  public readonly parser: InlineParser = {
    name: 'UndefinedReference',
    before: 'LinkEnd',
    parse: (context, next, position) => {
      if (next !== 93 || context.char(position + 1) === 40) {
        return -1;
      }
      const { parts } = context as unknown as WithParts;
      const index = this.openingIndex(parts);
      const opening = parts[index] as Opening | undefined;
      if (opening === undefined || opening.side === 0 || this.isDefined(context, opening.to, position)) {
        return -1;
      }
      parts[index] = null;
      return position + 1;
    },
  };

  /** Whether a label has a definition. */
  public has(label: string): boolean {
    return label.length <= longestLabel && this.defined.has(referenceKey(label));
  }

  /** Index of the bracket that the next closing one belongs to; -1 if there is none. */
  private openingIndex(parts: WithParts['parts']): number {
    for (let index = parts.length - 1; index >= 0; index--) {
      const { type } = (parts[index] ?? {}) as Partial<Opening>;
      if (type !== undefined && this.linkStarts.includes(type)) {
        return index;
      }
    }
    return -1;
  }

  private isDefined(context: InlineContext, start: number, end: number): boolean {
    if (context.char(end + 1) === 91) {
      const label = /^\[((?:\\[^]|[^\\[\]]){1,999})\]/.exec(context.slice(end + 1, end + 1002));
      if (label !== null) return this.has(label[1] ?? '');
      if (context.char(end + 2) !== 93) return this.has(context.slice(start, Math.min(end, start + 1000)));
    }
    return this.has(context.slice(start, Math.min(end, start + 1000)));
  }
}
