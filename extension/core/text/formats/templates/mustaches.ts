import type { ProtectedSpan } from '../../protectedSpan.js';
import { balancedEnd } from './balanced.js';

/** Tags of Vue, Angular, Handlebars, Jinja, Twig, Liquid; one on several lines no pattern of a line finds. */
const tag = /\{\{[^]{0,2000}?\}\}|\{%[^]{0,2000}?%\}|\{#[^]{0,2000}?#\}/g;
/** Blocks of Angular's templates. */
const angularBlock =
  /(?<![\w.@])@(?:(?:else[ \t]+)?if|else|for|empty|switch|case|default(?: never)?|defer|placeholder|loading|error)\b\s*(?=[({])/g;
const angularLet = /(?<![\w.@])@let\s+\w+\s*=[^;]{1,500};/g;
const isAngular = /(?<![\w.@])@(?:if|for|switch|defer|let)\b[^@{}]{0,500}[{;]/;

/** What templates for Angular have besides double braces: blocks that open with an at sign. */
function angularSpans(text: string): ProtectedSpan[] {
  if (!isAngular.test(text)) return [];
  const spans: ProtectedSpan[] = [];
  const push = (start: number, end: number): void => {
    spans.push({ start, end, kind: 'placeholder', separates: true });
  };
  for (const { 0: found, index } of text.matchAll(angularBlock)) {
    const head = index + found.length;
    const behind = text[head] === '(' ? balancedEnd(text, head) : head;
    if (behind < 0) continue;
    const open = behind + (/^\s*/.exec(text.slice(behind, behind + 200))?.[0].length ?? 0);
    if (text[open] !== '{') continue;
    push(index, open + 1);
    const close = balancedEnd(text, open, false);
    if (close > 0) push(close - 1, close);
  }
  for (const { 0: found, index } of text.matchAll(angularLet)) push(index, index + found.length);
  return spans;
}

/** Tags of template languages that go over lines, and blocks of Angular's. */
export function mustacheSpans(text: string): ProtectedSpan[] {
  const long = [...text.matchAll(tag)].filter(([found]) => found.includes('\n'));
  return [
    ...long.map(({ 0: found, index }): ProtectedSpan => ({
      start: index,
      end: index + found.length,
      kind: 'placeholder',
    })),
    ...angularSpans(text),
  ];
}

/** The text with letters in place of such tags, of the same length: what is in them ends no tag of HTML. */
export function withoutMustaches(text: string): string {
  return text.replace(tag, (found) => found.replace(/[^\r\n]/g, 'x'));
}
