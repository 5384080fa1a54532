import type { ProtectedSpan } from '../../protectedSpan.js';
import { JsxScanner } from '../jsxScanner.js';
import { OpaqueParts, opaqueStart } from './balanced.js';

/** What stands between sentences in Svelte: blocks, and tags that print nothing. */
const separating = /^\{\s*(?:[#/:]|@(?:const|debug|render|attach))/;
const astroModule = /^\s*---[ \t]*\r?\n[^]*?\r?\n---[ \t]*(?=\r?\n|$)/;

/** Expressions in braces, in Svelte and Astro; they may stand in tags and hold `>`. */
export function braceSpans(text: string, format: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  const scanner = new JsxScanner(text);
  const opaque = new OpaqueParts(text);
  const token = new RegExp(String.raw`${opaqueStart}|\{`, 'gi');
  const front = format === 'astro' ? (astroModule.exec(text)?.[0].length ?? 0) : 0;
  if (front > 0) spans.push({ start: 0, end: front, kind: 'code', separates: true });
  token.lastIndex = front;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { 0: found, index } = match;
    const end = found === '{' ? scanner.end(index) : opaque.end(found, index);
    if (end < 0) continue;
    if (found === '{') {
      const separates = separating.test(text.slice(index, index + 20));
      spans.push({ start: index, end, kind: 'placeholder', ...(separates && { separates }) });
    }
    token.lastIndex = end;
  }
  return spans;
}
