import type { ProtectedSpan, SpanKind } from '../../protectedSpan.js';
import { argumentPrefix, isOpaqueDirective, isProseField, isProseOption } from './rstDirectives.js';
import { isAdornment, rstLines, type RstLine } from './rstLines.js';
import { gridTableEnd, isGridBorder, simpleTable, tableRowSpans } from './rstTables.js';

const explicitMarkup = /^(\s*)\.\.(\s+|$)/;
const directive = /^(\s*\.\.\s+(?:\|[^|]+\|\s+)?)([A-Za-z][\w:.+-]*?)\s?::(\s+|$)/;
const footnote = /^\s*\.\.\s+\[[^\]]+\]\s*/;
const target = /^\s*(?:\.\.\s+_(?:`[^`]*`|[^:]|\\.)*:|__(?:\s|$))/;
const field = /^(\s*):((?:\\.|[^:\\\s])(?:\\.|[^:\\]|:(?!\s|$))*):(\s+|$)/;
const bullet =
  /^(\s*)(?:[-*+•‣⁃]|(?:\(?(?:\d+|#|[A-Za-z]|[ivxlcdmIVXLCDM]+)\))|(?:\d+|#|[A-Za-z]|[ivxlcdmIVXLCDM]+)\.)(\s+|$)/;
const optionItem =
  /^(\s*)(?:-{1,2}[A-Za-z][\w-]*|\/[A-Z])(?:[ =]<?[\w-]+>?)?(?:, -{1,2}[A-Za-z][\w-]*(?:[ =]<?[\w-]+>?)?)*(\s{2,}|$)/;
const lineBlock = /^(\s*)\|(?:\s+|$)/;

/** Reads blocks line by line; what is not prose becomes a span, and what is left are paragraphs. */
class BlockReader {
  public readonly spans: ProtectedSpan[] = [];
  private readonly lines: readonly RstLine[];
  private index = 0;

  public constructor(text: string) {
    this.lines = rstLines(text);
  }

  public read(): ProtectedSpan[] {
    while (this.index < this.lines.length) this.block();
    return this.spans;
  }

  private line(index: number): RstLine | undefined {
    return this.lines[index];
  }

  private isBlank(index: number): boolean {
    return (this.lines[index]?.text ?? '') === '';
  }

  private block(): void {
    const line = this.lines[this.index]!;
    if (line.text === '') {
      this.skip(1);
      return;
    }
    if (isGridBorder(line.text)) {
      this.gridTable();
      return;
    }
    if (this.simpleTable(line)) return;
    if (isAdornment(line.text.trim()) && line.indent === 0) {
      this.adorned(line);
      return;
    }
    if (explicitMarkup.test(line.text)) {
      this.explicit(line);
      return;
    }
    if (/^\s*__\s/.test(line.text)) {
      this.wholeLine('link');
      return;
    }
    if (/^\s*>>>(?:\s|$)/.test(line.text)) {
      this.untilBlank('code');
      return;
    }
    if (field.test(line.text)) {
      this.fieldLine(line);
      return;
    }
    if (lineBlock.test(line.text)) {
      this.lineOfBlock(line);
      return;
    }
    this.paragraph(line);
  }

  private skip(count: number): void {
    this.index += count;
  }

  private mark(start: number, end: number, kind: SpanKind): void {
    this.spans.push({ start, end, kind, separates: true });
  }

  private wholeLine(kind: SpanKind): void {
    const { start, text } = this.lines[this.index]!;
    this.mark(start, start + text.length, kind);
    this.index++;
  }

  private untilBlank(kind: SpanKind): void {
    while (this.index < this.lines.length && !this.isBlank(this.index)) this.wholeLine(kind);
  }

  /** A line of punctuation: over or under a title, or a transition. */
  private adorned(line: RstLine): void {
    this.wholeLine('syntax');
    const under = this.line(this.index + 1);
    const isOver = under !== undefined && isAdornment(under.text) && under.text[0] === line.text[0];
    if (isOver && !this.isBlank(this.index)) {
      this.index++;
      this.wholeLine('syntax');
    }
  }

  /** Lines that are indented more than `indent`, blank ones between them included. */
  private indentedEnd(from: number, indent: number): number {
    let end = from;
    for (let index = from; index < this.lines.length; index++) {
      if (this.isBlank(index)) continue;
      if (this.lines[index]!.indent <= indent) break;
      end = index + 1;
    }
    return end;
  }

  private opaqueUntil(end: number, kind: SpanKind): void {
    while (this.index < end) {
      if (this.isBlank(this.index)) this.index++;
      else this.wholeLine(kind);
    }
  }

  private explicit(line: RstLine): void {
    const found = directive.exec(line.text);
    if (found) {
      this.directive(line, found);
      return;
    }
    const note = footnote.exec(line.text);
    if (note) {
      this.mark(line.start, line.start + note[0].length, 'reference');
      this.paragraph(line, note[0].length);
      return;
    }
    const end = this.indentedEnd(this.index + 1, line.indent);
    // An empty comment ends at the blank line behind it.
    const isEmpty = line.text.trim() === '..' && this.isBlank(this.index + 1);
    const kind = target.test(line.text) ? 'link' : 'comment';
    this.opaqueUntil(isEmpty ? this.index + 1 : end, kind);
  }

  private directive(line: RstLine, found: RegExpExecArray): void {
    const name = found[2] ?? '';
    const head = found[0].length;
    const argument = line.text.slice(head);
    const isReplacement = name === 'replace';
    const prefix = argument === '' ? undefined : argumentPrefix(name, argument);
    const prose = isReplacement ? 0 : prefix;
    this.mark(line.start, line.start + (prose === undefined ? line.text.length : head + prose), 'marker');
    const bodyEnd = this.indentedEnd(this.index + 1, line.indent);
    this.index++;
    if (prose === undefined && argument !== '') {
      // An argument goes on until a blank line or the options.
      while (this.index < bodyEnd && !this.isBlank(this.index) && !field.test(this.lines[this.index]!.text)) {
        if (!isOpaqueDirective(name) && argumentIsShort(name)) break;
        this.wholeLine('marker');
      }
    }
    while (this.index < bodyEnd && field.test(this.lines[this.index]!.text)) this.option();
    if (isOpaqueDirective(name)) this.opaqueUntil(bodyEnd, 'code');
  }

  private option(): void {
    const line = this.lines[this.index]!;
    const found = field.exec(line.text);
    const head = found?.[0].length ?? 0;
    const isProse = isProseOption(found?.[2] ?? '');
    this.mark(line.start, line.start + (isProse ? head : line.text.length), 'key');
    this.index++;
    // A value may go on below, indented more than its name.
    while (!this.isBlank(this.index) && (this.line(this.index)?.indent ?? 0) > line.indent) {
      if (isProse) this.index++;
      else this.wholeLine('key');
    }
  }

  private fieldLine(line: RstLine): void {
    const found = field.exec(line.text)!;
    if (isProseField(found[2] ?? '')) {
      this.mark(line.start, line.start + found[0].length, 'key');
      this.paragraph(line, found[0].length);
      return;
    }
    this.opaqueUntil(Math.max(this.index + 1, this.indentedEnd(this.index + 1, line.indent)), 'key');
  }

  private lineOfBlock(line: RstLine): void {
    const head = lineBlock.exec(line.text)![0].length;
    this.mark(line.start, line.start + head, 'marker');
    const end = line.start + line.length;
    // Each line stands by itself.
    if (line.start + line.text.length < end) this.mark(line.start + line.text.length, end, 'syntax');
    this.index++;
  }

  /** @param from columns of the line that are markers already */
  private paragraph(first: RstLine, from = 0): void {
    let head = from;
    for (;;) {
      const rest = first.text.slice(head);
      const item = (bullet.exec(rest) ?? optionItem.exec(rest))?.[0].length;
      if (item === undefined || (this.isWord(rest) && head === from)) break;
      head += item;
    }
    if (head > from) this.mark(first.start + from, first.start + head, 'marker');
    // What is nested in an item or field may be any block.
    const nested = head > 0 ? first.text.slice(head) : '';
    if (/^(?:>>>|\.\.)\s/.test(nested)) {
      this.mark(first.start + head, first.start + first.text.length, 'code');
    }
    let last = first;
    this.index++;
    while (this.index < this.lines.length && !this.isBlank(this.index)) {
      const line = this.lines[this.index]!;
      if (isAdornment(line.text) && line.text.length > 1) {
        this.wholeLine('syntax');
        return;
      }
      if (bullet.test(line.text) && !this.isWord(line.text)) break;
      if (explicitMarkup.test(line.text) || field.test(line.text) || lineBlock.test(line.text)) break;
      last = line;
      this.index++;
    }
    if (last.text.endsWith('::')) this.literalBlock(first, last);
  }

  /** "M. Dupont", and a year at the start of a line: a letter or number that begins no list. */
  private isWord(text: string): boolean {
    const letter = /^\s*([A-Za-z]|[ivxlcdm]{2,}|[IVXLCDM]{2,}|\d{4,})\.\s+\p{Lu}/u.exec(text)?.[1];
    if (letter === undefined) return false;
    const neighbours = [this.line(this.index - 1), this.line(this.index + 1), this.line(this.index + 2)];
    return !neighbours.some((line) => /^\s*(?:[A-Za-z]|[ivxlcdmIVXLCDM]+|\d+)\.\s/.test(line?.text ?? ''));
  }

  private literalBlock(first: RstLine, last: RstLine): void {
    const colons = last.start + last.text.length - 2;
    this.mark(colons, colons + 2, 'marker');
    let next = this.index;
    while (next < this.lines.length && this.isBlank(next)) next++;
    const start = this.line(next);
    if (start === undefined || next === this.index) return;
    if (start.indent > first.indent) {
      this.opaqueUntil(this.indentedEnd(this.index, first.indent), 'code');
    } else if (/^[!-/:-@[-`{-~]/.test(start.text.trimStart()) && start.indent === first.indent) {
      // A block that is quoted with one sign on every line.
      const quote = start.text.trimStart()[0];
      this.index = next;
      while (this.line(this.index)?.text.trimStart()[0] === quote) this.wholeLine('code');
    }
  }

  private gridTable(): void {
    const end = gridTableEnd(this.lines, this.index);
    this.spans.push(...tableRowSpans(this.lines.slice(this.index, end)));
    this.index = Math.max(end, this.index + 1);
  }

  private simpleTable(line: RstLine): boolean {
    const table = /^\s*=+(?:\s+=+)+$/.test(line.text) ? simpleTable(this.lines, this.index) : undefined;
    if (table === undefined) return false;
    this.spans.push(...table.spans);
    this.index = table.end;
    return true;
  }
}

/** Directives whose body may follow their argument at once. */
function argumentIsShort(name: string): boolean {
  return /^(?:image|figure|py:|c:|cpp:|js:|function|class|method|attribute|data|exception|option|envvar|describe|object|confval|cmdoption|program|glossary|only|ifconfig|container|tab-set|tabs|group-tab)/.test(
    name,
  );
}

/** The syntax of reStructuredText, block by block; roles, references and emphasis are found by patterns. */
export function parseRestructuredText(text: string): ProtectedSpan[] {
  return new BlockReader(text).read();
}
