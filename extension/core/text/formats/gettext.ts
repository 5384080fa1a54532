import type { ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';
import { doubleQuotedEscapes } from './stringEscapes.js';

const entry = /^\s*(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?\s*(?=")/;
const quoted = /"((?:[^"\\\r\n]|\\[^\r\n])*)("?[^\r\n]*[\r\n]*)$/;
/** References, flags, previous and obsolete messages: written by programs, for programs. */
const machineComment = /^\s*#[:,|~].*/;

/** Runs of spaces that put texts below each other; two behind the end of a sentence are a habit of typing. */
function* columnGaps(content: string, offset: number): Generator<ProtectedSpan> {
  for (const { 0: found, index } of content.matchAll(/(?<![.!?:]["')]?) {2,}| {3,}/g)) {
    const start = offset + index;
    yield { start, end: start + found.length, kind: 'syntax', separates: true, delimiter: '"' };
  }
}

/** The syntax of gettext catalogues: all but translations (`msgstr`) and comments for people. */
export function parseGettext(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  let keyword = 'msgstr';
  let identifier = '';
  let isHeader = false;
  for (const line of splitLines(text)) {
    const end = position + line.length;
    const found = entry.exec(line)?.[1];
    const string = quoted.exec(line);
    if (found !== undefined) {
      // The catalogue's header is the translation of the empty message.
      isHeader =
        found === 'msgstr' ? identifier === '' && keyword === 'msgid' : isHeader && found === keyword;
      identifier = found === 'msgid' ? '' : identifier;
      keyword = found;
    }
    if (string !== null && !/^\s*#/.test(line)) {
      const content = string[1] ?? '';
      identifier += keyword === 'msgid' ? content : '';
      if (keyword === 'msgstr' && !isHeader) {
        const start = position + string.index + 1;
        spans.push({ start: position, end: start, kind: 'key', separates: true, delimiter: '"' });
        spans.push(...doubleQuotedEscapes(content, start), ...columnGaps(content, start));
        spans.push({ start: start + content.length, end, kind: 'syntax', separates: true });
      } else {
        spans.push({ start: position, end, kind: 'key', separates: true });
      }
    } else if (machineComment.test(line)) {
      spans.push({ start: position, end, kind: 'comment', separates: true });
    }
    position = end;
  }
  return spans;
}
