import { leadingMarkers } from '../lineMarkers.js';
import { codeLines, drawnLines, isCode } from './codeLikeness.js';
import type { CommentBlock, CommentLine } from './commentBlock.js';
import { entryLength, isNumpyEntry, optionLength, sectionOf, type Section } from './docstringSections.js';
import type { DocumentationStyle } from './programLanguage.js';
import { exampleTags, readTag } from './tags.js';
import { isDirective, isLicence } from './toolComments.js';

const indentOf = (text: string): number => text.length - text.trimStart().length;
/** Columns before the text; a tab is as wide as four spaces. */
const columnsOf = (text: string): number => /^\s*/.exec(text)![0].replaceAll('\t', '    ').length;
const underline = /^\s*([=\-~^"'`#*+.:_])\1{2,}\s*$/;
const title = /^[A-Z][\w ]{0,30}$/;
const admonition =
  /^\.\.\s+(?:note|warning|tip|hint|important|caution|danger|error|attention|admonition|seealso|todo|deprecated|versionadded|versionchanged|rubric)::[ \t]*/;

/** What a line of prose in a comment begins after; `undefined` is a line without prose. */
export type ProseStart = number | undefined;

/** Reads the lines of one comment in order, and finds where prose stands in them. */
class CommentReader {
  /** Ends what is being skipped; the line itself is skipped too. */
  private until: RegExp | undefined;
  /** What is being skipped goes on while lines are indented deeper. */
  private deeperThan: number | undefined;
  private inExample = false;
  private inDoctest = false;
  private section: { readonly kind: Section; readonly indent: number; readonly isNumpy: boolean } | undefined;
  private entryIndent: number | undefined;
  private afterBlank = true;
  private inList = false;
  private readonly base: number;
  private readonly isDocumentation: boolean;
  private readonly skipped: ReadonlySet<number>;

  public constructor(
    private readonly block: CommentBlock,
    private readonly style: DocumentationStyle,
  ) {
    const { lines, marker, kind } = block;
    const indents = lines
      .filter(({ text }, index) => text.trim() !== '' && !(index === 0 && kind !== 'line'))
      .map(({ text }) => columnsOf(text));
    this.base = indents.length === 0 ? 0 : Math.min(...indents);
    this.isDocumentation =
      kind === 'docstring' ||
      /^\/\*\*|^\/\*!|^\/\/[/!]|^---|^;;;|^#\||^\{-\s*\|/.test(marker) ||
      style === 'go' ||
      style === 'yard';
    const statements = kind === 'docstring' ? new Set<number>() : codeLines(lines);
    this.skipped = new Set([
      ...drawnLines(lines),
      ...(this.isDocumentation ? strongOnly(lines, statements) : statements),
    ]);
  }

  public *read(): Generator<ProseStart> {
    const { lines } = this.block;
    for (const [index, { text }] of lines.entries()) {
      const start = this.line(text, index, lines[index + 1]);
      yield start;
      this.afterBlank = text.trim() === '' || (start === undefined && underline.test(text));
    }
  }

  private line(text: string, index: number, next: CommentLine | undefined): ProseStart {
    const body = text.trim();
    const indent = indentOf(text);
    if (body === '') {
      this.inDoctest = false;
      return undefined;
    }
    const column = columnsOf(text);
    if (this.isSkipped(body, column) || this.skipped.has(index)) return undefined;
    if (isDirective(text, index === 0 ? this.block.marker : '') || /\\$/.test(body)) return undefined;
    if (this.opensCode(body, column)) return undefined;
    if (underline.test(text)) return undefined;
    const start = this.inSection(body, column, indent, next);
    return start === null ? this.prose(text, body, indent) : start;
  }

  /** Whether the line belongs to code, an example or a literal block that began before it. */
  private isSkipped(body: string, indent: number): boolean {
    if (this.until !== undefined) {
      if (this.until.test(body)) this.until = undefined;
      return true;
    }
    if (this.inExample && readTag(body) !== undefined) this.inExample = false;
    if (this.inExample || this.inDoctest) return true;
    if (this.deeperThan !== undefined && indent > this.deeperThan) return true;
    this.deeperThan = undefined;
    return false;
  }

  private opensCode(body: string, indent: number): boolean {
    const fence = /^(?:[-*]\s+|\d+\.\s+)?(`{3,}|~{3,})/.exec(body)?.[1];
    if (fence !== undefined) {
      this.until = new RegExp(`^${fence[0]}{${fence.length},}\\s*$`);
      return true;
    }
    const element = /<(pre|code|programlisting|listing)\b[^>]*>(?!.*<\/\1>)/i.exec(body)?.[1];
    if (element !== undefined) {
      this.until = new RegExp(`</${element}>`, 'i');
      return true;
    }
    if (/<pre\b.*<\/pre>/i.test(body)) return true;
    const command = /^[@\\](code|verbatim|dot|msc|startuml|rtfonly|htmlonly|latexonly|f[[{])/.exec(body)?.[1];
    if (command !== undefined) {
      const end = command.startsWith('f')
        ? '[@\\\\]f[\\]}]'
        : command === 'startuml'
          ? '@enduml'
          : `[@\\\\]end${command}`;
      if (!new RegExp(end).test(body)) this.until = new RegExp(end);
      return true;
    }
    if (/\{@(?:code|literal|snippet)\b[^}]*$/.test(body) && /^(?:<pre>)?\s*\{@/.test(body)) {
      this.until = /\}\s*(?:<\/pre>)?\s*$/;
      return true;
    }
    if (/^(?:>>>|\.\.\.|In \[\d+\]:|irb>|iex>)(?:\s|$)/.test(body)) {
      this.inDoctest = true;
      return true;
    }
    const isTag = readTag(body);
    if (isTag !== undefined && exampleTags.has(isTag.name) && !/<caption>/.test(body)) {
      this.inExample = true;
      return true;
    }
    if (/^\.\. /.test(body)) {
      if (admonition.test(body)) return false;
      this.deeperThan = indent;
      return true;
    }
    return this.isIndentedCode(body, indent);
  }

  private isIndentedCode(body: string, indent: number): boolean {
    const isItem = /^(?:[-*+•]|\d+[.)])\s/.test(body);
    if (isItem) this.inList = true;
    if (indent === this.base) this.inList = isItem;
    if (isItem || this.inList || !this.afterBlank) return false;
    const deep = indent - this.base;
    const isIndented =
      (this.style === 'go' && deep >= 1) ||
      (this.style === 'yard' && deep >= 2) ||
      (this.style === 'markdown' && deep >= 4) ||
      (deep >= 4 && this.section === undefined && (this.block.kind !== 'docstring' || isCode(body)));
    if (isIndented) this.deeperThan = this.base;
    return isIndented;
  }

  /** Sections of docstrings: `Args:` and the like, and titles with a line below them. */
  private inSection(
    body: string,
    column: number,
    indent: number,
    next: CommentLine | undefined,
  ): ProseStart | null {
    if (this.block.kind !== 'docstring') return null;
    const isNumpy = title.test(body) && next !== undefined && /^\s*-{3,}\s*$/.test(next.text);
    const name = isNumpy ? body : /^([A-Z][\w ]*):$/.exec(body)?.[1];
    const kind = name === undefined ? undefined : sectionOf(name);
    if (/^usage\s*:/i.test(body)) {
      this.deeperThan = column;
      return undefined;
    }
    if (kind !== undefined) {
      this.section = { kind, indent: column, isNumpy };
      this.entryIndent = undefined;
      if (kind === 'examples' && !isNumpy) this.deeperThan = column;
      return undefined;
    }
    if (this.section !== undefined && !this.section.isNumpy && column <= this.section.indent)
      this.section = undefined;
    if (this.section?.kind !== 'entries') return null;
    this.entryIndent ??= column;
    if (column > this.entryIndent) return null;
    if (this.section.isNumpy) return isNumpyEntry(body) ? undefined : null;
    const length = entryLength(body);
    return length === 0 ? null : length < body.length ? indent + length : undefined;
  }

  private prose(text: string, body: string, indent: number): ProseStart {
    const tag = this.block.marker === '"""' && body.startsWith('\\') ? undefined : readTag(body);
    if (tag !== undefined) return tag.length === undefined ? undefined : indent + tag.length;
    const field = /^:[a-z]+(?:[ \t]+[^:\r\n]+)?:(?:[ \t]+|$)/i.exec(body)?.[0];
    if (field !== undefined && this.style === 'python') {
      return /^:(?:type|rtype|vartype|meta)\b/.test(field) || field.length >= body.length
        ? undefined
        : indent + field.length;
    }
    const lead = admonition.exec(body)?.[0].length ?? 0;
    if (lead > 0)
      return /::\s*$/.test(body) || /^\.\. (?:deprecated|version)/.test(body) ? undefined : indent + lead;
    const option = optionLength(body);
    if (option > 0) return indent + option;
    if (/^\[[^\]]+\]:\s*\S+$/.test(body) || /^-{1,2}\w[\w-]*(?:[= ]<?[\w-]+>?)?$/.test(body))
      return undefined;
    if (/(?:^|[^:]):{2}$/.test(body) && this.block.kind === 'docstring') this.deeperThan = columnsOf(text);
    return Math.max(indent, leadingMarkers(text));
  }
}

/** In documentation only what can be nothing else is commented-out code. */
function strongOnly(lines: readonly CommentLine[], code: ReadonlySet<number>): number[] {
  return [...code].filter((index) => /[;{}]\s*$/.test(lines[index]!.text) && isCode(lines[index]!.text));
}

/**
 * Finds where the prose of each line of a comment begins, in characters from the line's start; undefined for lines that
 * a tool reads, and for code, drawings and licences.
 */
export function proseStarts(block: CommentBlock, style: DocumentationStyle): ProseStart[] {
  const { lines, marker, isFirst } = block;
  const whole = lines.map(({ text }) => text).join('\n');
  const firstText = lines.find(({ text }) => text.trim() !== '')?.text ?? '';
  const isForTool = block.kind === 'block' && isDirective(firstText, marker);
  if (isForTool || isLicence(whole, isFirst)) return lines.map(() => undefined);
  return [...new CommentReader(block, style).read()];
}
