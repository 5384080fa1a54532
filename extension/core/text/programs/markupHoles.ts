import type { ProtectedSpan } from '../protectedSpan.js';

const inline = new Set(
  'a abbr b big bdi cite del em font i ins mark q s see seealso small span strike strong sub sup tt u paramref typeparamref c kbd samp var wbr img'.split(
    ' ',
  ),
);
const tag = /<(\/?)([A-Za-z][\w:-]*)(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(\/?)>/g;

/** Inline code of documentation formats and what only a generator reads, inside a line of prose. */
const codes =
  /<(c|code|tt|kbd|samp|var)>[^<>]*<\/\1>|\{@\w+(?:[^{}]|\{[^{}]*\})*\}|[@\\](?:c|p|a|e|em|b|ref|link|copydoc|cite|subpage|anchor|n|f\$)(?:\s+[\w:.#~()*&-]*[\w)])?|\\f\$.*?\\f\$|\]\([^()\s]*\)|\]\[[^\][]*\]|:[\w:+.-]+:`[^`\n]+`|`[^`\n]+`__?|\[\*?[A-Z]\w*(?:\.\w+)*\]|\+[\w:.#?!=]+\+(?!\w)/g;

/** @param offset of the line's text in the document */
export function markupHoles(text: string, offset: number): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [...text.matchAll(codes)].map(({ 0: match, index }) => ({
    start: offset + index,
    end: offset + index + match.length,
    kind: 'command',
  }));
  for (const { 0: match, 1: slash, 2: name = '', 3: empty, index } of text.matchAll(tag)) {
    const span = { start: offset + index, end: offset + index + match.length, kind: 'tag' as const };
    if (!inline.has(name.toLowerCase())) {
      spans.push({ ...span, separates: true });
    } else if (empty !== '/' && !/^(?:wbr|img)$/i.test(name)) {
      spans.push({ ...span, pair: slash === '/' ? 'close' : 'open' });
    } else {
      spans.push(span);
    }
  }
  return spans;
}
