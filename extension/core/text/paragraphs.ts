import type { OffsetRange } from './offsetRange.js';
import { displayWidth } from './displayWidth.js';
import { continuesLead, leadOf } from './lineLeads.js';
import type { ProseLine } from './proseLines.js';
import { spansTouching, type ProtectedSpan } from './protectedSpan.js';
import { startsWide } from './wideScript.js';

/** How lines of a format can be joined into paragraphs. */
export interface WrapRule {
  /** What may stand between two lines of a paragraph, from the end of the prose on one to its start on the next. */
  readonly joint: RegExp;
  /** Whether the space between two words stays on the line before the break; the lines are joined always. */
  readonly keepsSpace?: true;
  /** Whether line ends mean nothing at all in the format, so that any two lines are joined that may be. */
  readonly always?: true;
  /** Whether it is also for string literals. */
  readonly inStrings?: true;
}

/** Prose on one line, or on several that belong together. */
export interface Paragraph {
  readonly lines: readonly ProseLine[];
  /** The rule by which they were joined; absent for a line that stands alone. */
  readonly rule?: WrapRule;
  /** Columns of the longest line among those that could belong together. */
  readonly width: number;
}

/** Lines shorter than this are not full because of a margin. */
const narrowestMargin = 56;
/** Below this, lines are items and not parts of sentences. */
const narrowestText = 30;
/** Chinese and Japanese lines may end early, so that no line starts with punctuation. */
const wideSlack = 6;

/** Groups lines of prose into paragraphs. */
export class ParagraphFinder {
  /** @param inline the protected spans that are parts of sentences, in order */
  public constructor(
    private readonly text: string,
    private readonly inline: readonly ProtectedSpan[],
    private readonly rules: readonly WrapRule[],
  ) {}

  /**
   * Joins lines if their markers go on and the line break between them looks like that of a margin. A line break
   * inside a protected span always joins.
   */
  public *find(lines: Iterable<ProseLine>): Generator<Paragraph> {
    for (const { lines: run, rule } of this.grouped(lines)) {
      yield* this.cut(run, rule);
    }
  }

  /** Lines that may belong together, wherever their line breaks are; never empty. */
  public *runs(lines: Iterable<ProseLine>): Generator<readonly ProseLine[]> {
    for (const { lines: run } of this.grouped(lines)) {
      yield run;
    }
  }

  private *grouped(
    lines: Iterable<ProseLine>,
  ): Generator<{ readonly lines: readonly ProseLine[]; readonly rule: WrapRule | undefined }> {
    let run: ProseLine[] = [];
    let rule: WrapRule | undefined;
    for (const line of lines) {
      const last = run.at(-1);
      const next = last && this.ruleFor(last, line, run.length === 1);
      if (run.length > 0 && (next === undefined || (rule !== undefined && next !== rule))) {
        yield { lines: run, rule };
        run = [];
      }
      rule = run.length === 0 ? undefined : next;
      run.push(line);
    }
    if (run.length > 0) {
      yield { lines: run, rule };
    }
  }

  private *cut(run: readonly ProseLine[], rule: WrapRule | undefined): Generator<Paragraph> {
    const width = run.reduce((widest, line) => Math.max(widest, this.columnsOf(line)), 0);
    let lines: ProseLine[] = [];
    for (const line of run) {
      const last = lines.at(-1);
      if (last !== undefined && rule !== undefined && !this.belong(last, line, width, rule)) {
        yield { lines, width, ...(lines.length > 1 && { rule }) };
        lines = [];
      }
      lines.push(line);
    }
    if (lines.length > 0) {
      yield { lines, width, ...(rule !== undefined && lines.length > 1 && { rule }) };
    }
  }

  /** Columns from the start of the line to the end of its prose. */
  private columnsOf(line: OffsetRange): number {
    return displayWidth(leadOf(this.text, line.start) + this.text.slice(line.start, line.end));
  }

  private ruleFor(first: ProseLine, second: ProseLine, isFirst: boolean): WrapRule | undefined {
    const { delimiter } = first;
    if (first.start === first.end || second.start === second.end || delimiter !== second.delimiter) {
      return undefined;
    }
    const between = this.text.slice(first.end, second.start);
    const rule = this.rules.find(
      ({ joint, inStrings }) => (delimiter === undefined || inStrings === true) && joint.test(between),
    );
    const field = isFirst && /^[@\\:][a-z]/i.test(this.text.slice(first.start, first.start + 2));
    // What goes on below a field of a comment is indented, as below the bullet of a list.
    const lead = leadOf(this.text, first.start) + (field ? '- ' : '');
    const next = leadOf(this.text, second.start);
    const goesOn = continuesLead(lead, next, isFirst) || (field && lead === `${next}- `);
    return rule?.keepsSpace === true || goesOn ? rule : undefined;
  }

  private belong(first: OffsetRange, second: OffsetRange, width: number, rule: WrapRule): boolean {
    return (
      rule.always === true ||
      rule.keepsSpace === true ||
      this.isWrapped(first, second, width) ||
      spansTouching(this.inline, first.end - 1, second.start + 1).some(
        ({ start, end }) => start < first.end && end > second.start,
      )
    );
  }

  /** Whether a line break is none of the author's making but the margin's. */
  private isWrapped(first: OffsetRange, second: OffsetRange, width: number): boolean {
    const next = this.text.slice(second.start, second.end);
    const column = this.columnsOf(first);
    const word = /^\S+/.exec(next)?.[0] ?? '';
    const needed = startsWide(next) ? 2 + wideSlack : 1 + displayWidth(word);
    if (width >= narrowestMargin && column + needed > width) {
      return true;
    }
    const isLabel = /^[\p{L}\p{N}_.-]+\s?[:=](?:\s|$)/u.test(next);
    return /^\p{Ll}/u.test(next) && !isLabel && width >= narrowestText && column >= width / 2;
  }
}
