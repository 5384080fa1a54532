import type { OffsetRange } from '../../offsetRange.js';
import type { ProtectedSpan, SpanKind } from '../../protectedSpan.js';

/** Syntax of dialects that stands between sentences, up to where prose begins. */
const between: readonly (readonly [SpanKind, RegExp])[] = [
  // Targets of MyST, options of its directives.
  ['reference', /^\([\w.:-]+\)=[ \t]*$/gm],
  [
    'key',
    /^(?=[ \t]*:[\w-])(?<=^[ \t]*(?::{3,}|`{3,}|~{3,})[^\n]*\n(?:[ \t]*:[\w-]+:[^\n]*\n){0,20})[ \t]*:[\w-]+:[^\n]*/gm,
  ],
  // Admonitions and tabs of MkDocs; their titles are in quotes.
  ['marker', /^[ \t]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?:[\w-]+(?:[ \t]+[\w-]+)*[ \t]*)?"?/gm],
  ['marker', /(?="[ \t]*$)(?<=^[ \t]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t][^\n"]*"[^\n"]*)"[ \t]*$/gm],
  ['marker', /^(?:[ \t>]*\[![A-Za-z]+\][+-]?|\[TOC\])/gim],
];

/** Elements of HTML in a line whose content is code. */
const inlineCode = /<(kbd|code|samp|var|tt)\b[^<>]*>[^<]*<\/\1>/g;

const admonition = /^(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+["\w]/m;

/** Tags of template languages in the target of a link. */
const templateTarget = /(?<=\]\()(?:[^()\s{}]*(?:\{\{[^{}\n]*\}\}|\{%[^\n%]*%\}))+[^()\s{}]*/g;
const shortcode = /\{\{[<%][^\n]{0,2000}?[>%]\}\}/g;

/** Blocks of code of Liquid (Jekyll) and Hugo: tags that open and close them. */
const codeTag =
  /\{%-?\s*(?:(highlight|raw|codeblock|mermaid|comment)\b|end(highlight|raw|codeblock|mermaid|comment)\s*-?%\})|\{\{[<%]\s*(?:(highlight|mermaid|math)\b|\/\s*(highlight|mermaid|math)\s*[>%]\}\})/g;

/** Blocks of code of template languages; each begins at its first tag and ends behind the next one that closes it. */
function codeBlocks(text: string): OffsetRange[] {
  const blocks: OffsetRange[] = [];
  let start = -1;
  let name: string | undefined;
  for (const { 0: tag, 1: liquid, 2: liquidEnd, 3: hugo, 4: hugoEnd, index } of text.matchAll(codeTag)) {
    const opened = liquid ?? hugo;
    if (opened !== undefined && name === undefined) {
      name = opened;
      start = index;
    } else if (name !== undefined && (liquidEnd ?? hugoEnd) === name) {
      blocks.push({ start, end: index + tag.length });
      name = undefined;
    }
  }
  return blocks;
}

function withoutCode(text: string): string {
  let result = '';
  let position = 0;
  for (const { start, end } of codeBlocks(text)) {
    result += text.slice(position, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    position = end;
  }
  return result + text.slice(position);
}

/** Whether text below a line of its own is indented, so that indentation makes no code. */
export function hasIndentedBodies(text: string): boolean {
  return admonition.test(text);
}

/** The text as Markdown proper can read it: of the same length, with letters for what it would stumble over. */
export function withoutTemplates(text: string): string {
  return withoutCode(text)
    .replace(templateTarget, (found) => 'x'.repeat(found.length))
    .replace(shortcode, (found) => 'x'.repeat(found.length));
}

/** The syntax of dialects of Markdown: MyST, MkDocs, Jekyll, Hugo, containers of several makers of pages. */
export function dialectSpans(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  const push = (kind: SpanKind, start: number, length: number, separates: boolean): void => {
    spans.push({ start, end: start + length, kind, ...(separates && { separates }) });
  };
  for (const { start, end } of codeBlocks(text)) push('fence', start, end - start, true);
  for (const [kind, pattern] of between) {
    for (const { 0: found, index } of text.matchAll(pattern)) push(kind, index, found.length, true);
  }
  for (const { 0: found, index } of text.matchAll(inlineCode)) push('code', index, found.length, false);
  for (const { 0: found, index } of text.matchAll(shortcode)) {
    push('placeholder', index, found.length, false);
  }
  return spans;
}
