import type { ProtectedSpan, SpanKind } from '../protectedSpan.js';
import {
  argumentsOf,
  definedCommands,
  isOpaqueEnvironment,
  isSeparating,
  isTechnicalArgument,
} from './latexCommands.js';
import { LatexGroups } from './latexGroups.js';

/** One sign of LaTeX: comment, math, command with star, escape, or a sign with a meaning. */
const sign =
  /(?<comment>%[^\r\n]*)|(?<math>\$\$[^]*?\$\$|\$(?:\\.|[^$\\])*\$|\\\([^]*?\\\)|\\\[[^]*?\\\])|\\(?<name>[A-Za-z@]+)\*?|(?<line>\\\\\*?(?:\[[^\]\r\n]*\])?|&)|(?<escape>\\[^A-Za-z]|~)|(?<open>\{)|(?<close>\})/g;

/** Titles behind the names of environments. */
const titledEnvironment = /^(?:frame|block|alertblock|exampleblock|tcolorbox|letter)$/;

class LatexSpans {
  public readonly spans: ProtectedSpan[] = [];
  private readonly groups: LatexGroups;
  private readonly defined: ReadonlyMap<string, string>;
  /** Spans to make of certain closing braces, by their offsets. */
  private readonly closings = new Map<number, { readonly end: number; readonly separates: boolean }>();

  public constructor(private readonly text: string) {
    this.groups = new LatexGroups(text);
    this.defined = definedCommands(text, (start) => this.groups.end(start));
  }

  public find(): ProtectedSpan[] {
    const { text } = this;
    sign.lastIndex = 0;
    for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
      const { index: start } = match;
      const end = this.take(start, start + match[0].length, match.groups ?? {});
      sign.lastIndex = Math.max(end, start + 1);
    }
    return this.spans;
  }

  private take(start: number, end: number, groups: Readonly<Record<string, string | undefined>>): number {
    const { comment, math, name, line, escape, open } = groups;
    if (comment !== undefined) return this.push(start, end, 'comment', true);
    if (math !== undefined) return this.push(start, end, 'math', /^(?:\$\$|\\\[)/.test(math));
    if (name !== undefined) return this.command(start, end, name);
    if (line !== undefined) return this.push(start, end, 'syntax', true);
    if (escape !== undefined) return this.push(start, this.accentEnd(escape, end), 'escape', false);
    if (open !== undefined) return this.push(start, end, 'syntax', false, 'open');
    const closing = this.closings.get(start);
    return closing === undefined
      ? this.push(start, end, 'syntax', false, 'close')
      : this.push(start, closing.end, 'syntax', closing.separates, 'close');
  }

  private push(
    start: number,
    end: number,
    kind: SpanKind,
    separates: boolean,
    pair?: 'open' | 'close',
  ): number {
    this.spans.push({ start, end, kind, ...(separates ? { separates } : pair !== undefined && { pair }) });
    return end;
  }

  /** An accent takes the letter or group behind it with it. */
  private accentEnd(escape: string, end: number): number {
    const wide = /^\\['"^`~=.]/.test(escape) ? Math.max(this.groups.end(end), end + 1) : end;
    return Math.min(wide, this.text.length);
  }

  private command(start: number, nameEnd: number, name: string): number {
    if (name === 'begin') return this.environment(start, nameEnd);
    if (name === 'verb' || name === 'lstinline' || name === 'mintinline') {
      return this.verbatim(start, nameEnd, name);
    }
    if (/^[gex]?def$/.test(name)) {
      const open = this.text.indexOf('{', nameEnd);
      return this.push(start, open < 0 ? nameEnd : this.groups.end(open), 'command', true);
    }
    const known = argumentsOf(name, this.defined);
    if (known !== undefined && !/[po]/.test(known)) {
      const end = this.groups.argumentsEnd(nameEnd);
      return this.push(start, end, 'command', isSeparating(name, true));
    }
    return this.withProse(start, nameEnd, name, known);
  }

  /** A command of which an argument may be prose: everything in front of that is protected with its name. */
  private withProse(start: number, nameEnd: number, name: string, known: string | undefined): number {
    const separates = isSeparating(name, false);
    const optional = known?.startsWith('o') === true && this.text[nameEnd] === '[';
    if (optional) return this.optional(start, nameEnd, separates);
    const mandatory = known?.replace('o', '') ?? '';
    let end = this.groups.skipOptional(nameEnd);
    for (let index = 0; this.text[end] === '{'; index++) {
      const close = this.groups.end(end);
      if (!this.isProse(mandatory[index], known !== undefined, end + 1, close - 1)) {
        end = this.groups.skipOptional(close);
        continue;
      }
      const next = this.nextProse(close, mandatory, index + 1, known !== undefined);
      this.closings.set(close - 1, { end: next.end, separates: separates || next.isProse });
      if (next.isProse) this.closingOf(next.end);
      return this.push(start, end + 1, 'command', separates, 'open');
    }
    const blank = separates ? (/^\s*/.exec(this.text.slice(end, end + 200))?.[0].length ?? 0) : 0;
    return this.push(start, end + blank, 'command', separates);
  }

  private isProse(sign: string | undefined, isKnown: boolean, start: number, end: number): boolean {
    if (sign !== undefined || isKnown) return sign !== 'k';
    return !isTechnicalArgument(this.text.slice(start, Math.min(end, start + 300)));
  }

  /** The arguments behind one of prose: those for programs belong to its closing brace, up to the next one of prose. */
  private nextProse(
    position: number,
    mandatory: string,
    first: number,
    isKnown: boolean,
  ): { readonly end: number; readonly isProse: boolean } {
    let end = position;
    for (let index = first; this.text[end] === '{' && (isKnown ? index < mandatory.length : true); index++) {
      if (this.isProse(mandatory[index], isKnown, end + 1, this.groups.end(end) - 1)) {
        return { end: end + 1, isProse: true };
      }
      end = this.groups.end(end);
    }
    return { end, isProse: false };
  }

  /** The closing brace of a further argument of prose separates like the one in front. @param start behind its brace */
  private closingOf(start: number): void {
    this.closingAt(this.groups.end(start - 1), true);
  }

  private closingAt(end: number, separates: boolean): void {
    this.closings.set(end - 1, { end, separates });
  }

  /** An optional argument of prose, and with it what stands between it and the mandatory one. */
  private optional(start: number, open: number, separates: boolean): number {
    const close = this.groups.optionalEnd(open);
    // A label such as `b)` is no prose; then it belongs to the command.
    if (!/\p{L}{3}/u.test(this.text.slice(open, close))) {
      const behind = this.groups.skipOptional(open);
      const hasGroup = this.text[behind] === '{';
      if (hasGroup) this.closingAt(this.groups.end(behind), separates);
      const blank = /^[ \t]*/.exec(this.text.slice(behind, behind + 200))?.[0].length ?? 0;
      return this.push(start, behind + (hasGroup ? 1 : blank), 'command', separates);
    }
    this.push(start, open + 1, 'command', true);
    const inner = new LatexSpans(this.text.slice(open + 1, close - 1));
    for (const span of inner.find()) {
      this.spans.push({ ...span, start: span.start + open + 1, end: span.end + open + 1 });
    }
    const hasBody = this.text[close] === '{';
    if (hasBody) this.closingAt(this.groups.end(close), true);
    return this.push(close - 1, hasBody ? close + 1 : close, 'command', true);
  }

  private verbatim(start: number, nameEnd: number, name: string): number {
    let from = this.groups.skipOptional(nameEnd);
    if (name === 'mintinline') from = this.groups.end(from);
    const delimiter = this.text[from];
    if (delimiter === '{') return this.push(start, this.groups.end(from), 'code', false);
    const close = delimiter === undefined ? -1 : this.text.indexOf(delimiter, from + 1);
    return this.push(start, close < 0 ? from : close + 1, 'code', false);
  }

  private environment(start: number, nameEnd: number): number {
    const name = /^\{([^{}]*?)\*?\}/.exec(this.text.slice(nameEnd, nameEnd + 60))?.[1] ?? '';
    const behind = this.groups.end(nameEnd);
    if (isOpaqueEnvironment(name)) {
      const end = this.text.indexOf(`\\end{${name}`, behind);
      const close = end < 0 ? -1 : this.text.indexOf('}', end);
      return this.push(start, close < 0 ? this.text.length : close + 1, 'math', true);
    }
    const options = this.groups.skipOptional(behind);
    if (titledEnvironment.test(name) && this.text[options] === '{') {
      this.closingAt(this.groups.end(options), true);
      return this.push(start, options + 1, 'command', true);
    }
    return this.push(start, this.groups.argumentsEnd(behind), 'command', true);
  }
}

/**
 * The syntax of LaTeX, as far as it can be told without running it: comments, math, commands, braces. Arguments are
 * prose unless the command, its definition or its name says that they are none; `\section` stands between sentences,
 * `\emph` and `\cite` in them.
 */
export function parseLatex(text: string): ProtectedSpan[] {
  return new LatexSpans(text).find();
}
