import type { Nodes, Root } from 'mdast';
import {
  definitionsOf,
  likelyDefinitions,
  MarkdownCuts,
  mentionedReferences,
  referenceKey,
  type MarkdownChunk,
} from './markdownChunks.js';

export interface ParsedChunk extends MarkdownChunk {
  /** The chunk with definitions, which are in front of it or behind it. */
  readonly text: string;
  /** Length of what is in front of the chunk. */
  readonly before: number;
  /** Of the chunk alone, but with offsets in `text`. */
  readonly tree: Root;
  /** Keys of the definitions in it. */
  readonly defined: ReadonlySet<string>;
  /** What it may refer to: how that is written, by key. */
  readonly mentioned: ReadonlyMap<string, string>;
  /** Keys of the definitions that it was parsed with. */
  readonly given: ReadonlySet<string>;
}

/** Blocks that go on over empty lines and headings until they are closed. */
const unbounded: ReadonlySet<string> = new Set([
  'code',
  'containerDirective',
  'html',
  'math',
  'toml',
  'yaml',
]);

/**
 * A long Markdown text, parsed in chunks with the same result as at once. The chunks do not depend on each other but for
 * references, whose definitions may be in another one: a chunk is parsed together with those that it needs.
 */
export class ChunkedMarkdown {
  /** @param parse parses a text as if it stood alone */
  public constructor(
    private readonly text: string,
    private readonly parse: (text: string) => Root,
    private readonly length: number,
  ) {}

  /** The chunks in order; together they are the text. */
  public trees(): ParsedChunk[] {
    const likely = likelyDefinitions(this.text);
    const cuts = new MarkdownCuts(this.text);
    const chunks: ParsedChunk[] = [];
    for (let start = 0; start < this.text.length; start = chunks.at(-1)!.end) {
      chunks.push(this.chunkAt(start, cuts, likely));
    }
    const defined = new Set(chunks.flatMap((chunk) => [...chunk.defined]));
    // What looked like a definition may have been a line of code.
    return chunks.map((chunk) => (isRight(chunk, defined) ? chunk : this.parsed(chunk, defined)));
  }

  private chunkAt(start: number, cuts: MarkdownCuts, likely: ReadonlySet<string>): ParsedChunk {
    for (let { length } = this; ; length *= 2) {
      const chunk = this.parsed({ start, end: cuts.after(start, length) }, likely);
      if (chunk.end >= this.text.length || !this.isOpen(chunk)) {
        return chunk;
      }
    }
  }

  private parsed({ start, end }: MarkdownChunk, defined: ReadonlySet<string>): ParsedChunk {
    const own = this.text.slice(start, end);
    const mentioned = mentionedReferences(own);
    const given = new Map([...mentioned].filter(([key]) => defined.has(key)));
    const isWhole = own.length === this.text.length;
    const definitions = isWhole ? '' : definitionsOf(given.values());
    // Behind a block that is not closed they would be a part of it; in front of the first chunk, of front matter.
    const text = start === 0 ? own + definitions : definitions + own;
    const before = start === 0 ? 0 : definitions.length;
    const tree = this.parse(text);
    tree.children = tree.children.filter(({ position }) => {
      const offset = position?.start.offset ?? 0;
      return offset >= before && offset < before + own.length;
    });
    const keys = new Set(given.keys());
    return { start, end, text, before, tree, mentioned, defined: definitionsIn(tree), given: keys };
  }

  /** Whether the last block of a chunk may go on behind it. */
  private isOpen({ start, end, before, tree }: ParsedChunk): boolean {
    const last = tree.children.at(-1);
    const ended = before + this.text.slice(start, end).trimEnd().length;
    return last !== undefined && unbounded.has(last.type) && (last.position?.end.offset ?? 0) >= ended;
  }
}

function isRight({ mentioned, given }: ParsedChunk, defined: ReadonlySet<string>): boolean {
  return [...mentioned.keys()].every((key) => defined.has(key) === given.has(key));
}

function definitionsIn(tree: Root): Set<string> {
  const found = new Set<string>();
  const visit = (node: Nodes): void => {
    if (node.type === 'definition') {
      found.add(referenceKey(node.label ?? node.identifier));
    } else if (node.type === 'footnoteDefinition') {
      found.add(referenceKey(`^${node.label ?? node.identifier}`));
    }
    if ('children' in node) {
      node.children.forEach(visit);
    }
  };
  visit(tree);
  return found;
}
