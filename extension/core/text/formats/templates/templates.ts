import type { ProtectedSpan } from '../../protectedSpan.js';
import { parseHtml } from '../html.js';
import { bladeSpans } from './blade.js';
import { braceSpans } from './braces.js';
import { mustacheSpans, withoutMustaches } from './mustaches.js';
import { razorSpans } from './razor.js';

function blanked(text: string, spans: readonly ProtectedSpan[]): string {
  let result = '';
  let position = 0;
  for (const { start, end } of [...spans].sort((first, second) => first.start - second.start)) {
    if (end <= position) continue;
    const from = Math.max(position, start);
    result += text.slice(position, from) + text.slice(from, end).replace(/[^\r\n]/g, 'x');
    position = end;
  }
  return result + text.slice(position);
}

/**
 * Makes a parser of HTML with a template language in it. What the language says is found first, and HTML is read as if there
 * were letters in its place: an expression may hold any sign of HTML.
 */
export function templateParser(format: string): (text: string) => ProtectedSpan[] {
  const find =
    format === 'svelte' || format === 'astro'
      ? braceSpans
      : ({ blade: bladeSpans, razor: razorSpans }[format] ?? mustacheSpans);
  return (text) => {
    const spans = find(text, format);
    return [...spans, ...parseHtml(withoutMustaches(blanked(text, spans)))];
  };
}
