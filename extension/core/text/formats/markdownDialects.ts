import type { ProtectedSpan, SpanKind } from '../protectedSpan.js';

/** Syntax of dialects that stands between sentences, up to where prose begins. */
const between: readonly (readonly [SpanKind, RegExp])[] = [
  // Blocks of code of Liquid (Jekyll) and Hugo.
  ['fence', /\{%-?\s*(highlight|raw|codeblock|mermaid|comment)\b[^]*?\{%-?\s*end\1\s*-?%\}/g],
  ['fence', /\{\{[<%]\s*(highlight|mermaid|math)\b[^]*?\{\{[<%]\s*\/\s*\1\s*[>%]\}\}/g],
  // Targets of MyST, options of its directives.
  ['reference', /^\([\w.:-]+\)=[ \t]*$/gm],
  ['key', /^(?<=^[ \t]*(?::{3,}|`{3,}|~{3,})[^\n]*\n(?:[ \t]*:[\w-]+:[^\n]*\n){0,20})[ \t]*:[\w-]+:[^\n]*/gm],
  // Admonitions and tabs of MkDocs; their titles are in quotes.
  ['marker', /^[ \t]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?:[\w-]+(?:[ \t]+[\w-]+)*[ \t]*)?"?/gm],
  ['marker', /(?="[ \t]*$)(?<=^[ \t]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t][^\n"]*"[^\n"]*)"[ \t]*$/gm],
  // Containers; what follows their name is a title.
  ['marker', /^[ \t]*:{3,}[ \t]*(?:\{[^}\n]*\}|[\w-]+(?:\{[^}\n]*\})?)?[ \t]*\[?/gm],
  ['marker', /(?=(?:\]|\{)[^\n]*$)(?<=^[ \t]*:{3,}[^\n]*)(?:\](?:\{[^}\n]*\})?|\{[^}\n]*\})[ \t]*$/gm],
  ['marker', /^(?:[ \t>]*\[![A-Za-z]+\][+-]?|\[TOC\])/gim],
];

/** Elements of HTML in a line whose content is code. */
const inlineCode = /<(kbd|code|samp|var|tt)\b[^<>]*>[^<]*<\/\1>/g;

const admonition = /^(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+["\w]/m;

/** Tags of template languages in the target of a link. */
const templateTarget = /(?<=\]\()(?:[^()\s{}]*(?:\{\{[^{}\n]*\}\}|\{%[^\n%]*%\}))+[^()\s{}]*/g;
const shortcode = /\{\{[<%][^\n]*?[>%]\}\}/g;

/** Whether text below a line of its own is indented, so that indentation makes no code. */
export function hasIndentedBodies(text: string): boolean {
  return admonition.test(text);
}

/** The text as Markdown proper can read it: of the same length, with letters for what it would stumble over. */
export function withoutTemplates(text: string): string {
  return text
    .replace(between[0]![1], (found) => found.replace(/[^\r\n]/g, ' '))
    .replace(between[1]![1], (found) => found.replace(/[^\r\n]/g, ' '))
    .replace(templateTarget, (found) => 'x'.repeat(found.length))
    .replace(shortcode, (found) => 'x'.repeat(found.length));
}

/** The syntax of dialects of Markdown: MyST, MkDocs, Jekyll, Hugo, containers of several makers of pages. */
export function dialectSpans(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  const push = (kind: SpanKind, start: number, length: number, separates: boolean): void => {
    spans.push({ start, end: start + length, kind, ...(separates && { separates }) });
  };
  for (const [kind, pattern] of between) {
    for (const { 0: found, index } of text.matchAll(pattern)) push(kind, index, found.length, true);
  }
  for (const { 0: found, index } of text.matchAll(inlineCode)) push('code', index, found.length, false);
  for (const { 0: found, index } of text.matchAll(shortcode)) {
    push('placeholder', index, found.length, false);
  }
  return spans;
}
