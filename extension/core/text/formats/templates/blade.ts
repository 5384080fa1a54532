import type { ProtectedSpan } from '../../protectedSpan.js';
import { balancedEnd, OpaqueParts, opaqueStart } from './balanced.js';

/** Directives that take no arguments; another word behind an at sign may be somebody's name. */
const bare =
  /^(?:else|end\w+|csrf|auth|guest|show|stop|append|overwrite|parent|empty|default|break|continue|once|production|php|verbatim|viteReactRefresh|livewire\w+|session|error|env|props|aware|fragment)$/;

/** Directives and echoes of Blade (Laravel). */
export function bladeSpans(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  const opaque = new OpaqueParts(text);
  const token = new RegExp(
    String.raw`${opaqueStart}|\{\{--[^]{0,20000}?--\}\}|@?\{\{[^]{0,2000}?\}\}|@?\{!![^]{0,2000}?!!\}|@@\w+|(?<![\w.@])@(?<name>[A-Za-z]\w*)(?:[ \t]*(?=\())?`,
    'gi',
  );
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { 0: found, index, groups } = match;
    const name = groups?.['name'];
    if (found.startsWith('<')) {
      token.lastIndex = Math.max(token.lastIndex, opaque.end(found, index));
    } else if (name === undefined) {
      const separates = found.startsWith('{{--');
      spans.push({
        start: index,
        end: token.lastIndex,
        kind: 'placeholder',
        ...(separates && { separates }),
      });
    } else {
      const end = directiveEnd(text, name, token.lastIndex);
      const separates = end > token.lastIndex || bare.test(name);
      spans.push({ start: index, end, kind: 'placeholder', ...(separates && { separates }) });
      token.lastIndex = end;
    }
  }
  return spans;
}

/** Where a directive ends: behind its arguments, or that which closes a block of code. */
function directiveEnd(text: string, name: string, from: number): number {
  const close = text[from] === '(' ? balancedEnd(text, from) : -1;
  if (close >= 0) return close;
  const closing = name === 'php' || name === 'verbatim' ? text.indexOf(`@end${name}`, from) : -1;
  return closing < 0 ? from : closing + `@end${name}`.length;
}
