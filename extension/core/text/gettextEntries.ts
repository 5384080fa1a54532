import type { OffsetRange } from './offsetRange.js';
import { splitLines } from './sentences.js';

/** A string of a catalogue: its lines, and its content with the escapes as they are written. */
export interface GettextString extends OffsetRange {
  content: string;
  end: number;
}

/** A message of a catalogue. */
export interface GettextEntry {
  /** Start of its first line that is no comment. */
  readonly start: number;
  /** The line of flags, e.g. `#, c-format`, without its end. */
  readonly flags: OffsetRange | undefined;
  identifier: GettextString | undefined;
  plural: GettextString | undefined;
  readonly translations: { readonly form: number | undefined; readonly string: GettextString }[];
}

const keywordLine =
  /^[ \t]*(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?[ \t]*"((?:[^"\\\r\n]|\\[^\r\n])*)"/;
const stringLine = /^[ \t]*"((?:[^"\\\r\n]|\\[^\r\n])*)"/;

/** The messages of a gettext catalogue in order, without the obsolete ones. */
export function gettextEntries(text: string): GettextEntry[] {
  const entries: GettextEntry[] = [];
  let current: GettextEntry | undefined;
  let string: GettextString | undefined;
  let flags: OffsetRange | undefined;
  let position = 0;
  for (const line of splitLines(text)) {
    const start = position;
    const end = start + line.length;
    position = end;
    const found = keywordLine.exec(line);
    const more = found ? null : stringLine.exec(line);
    if (more && string) {
      string.content += more[1] ?? '';
      string.end = end;
      continue;
    }
    string = undefined;
    if (!found) {
      if (/^#,/.test(line)) flags = { start, end: start + line.trimEnd().length };
      else if (/^(?:#~|\s*$)/.test(line)) flags = undefined;
      if (current && current.translations.length > 0) current = undefined;
      continue;
    }
    const [, keyword = '', form, content = ''] = found;
    const begins = keyword === 'msgctxt' || (keyword === 'msgid' && current?.identifier !== undefined);
    if (!current || begins) {
      current = { start, flags, identifier: undefined, plural: undefined, translations: [] };
      flags = undefined;
      entries.push(current);
    }
    string = { start, end, content };
    if (keyword === 'msgid') current.identifier = string;
    if (keyword === 'msgid_plural') current.plural = string;
    if (keyword === 'msgstr') {
      current.translations.push({ form: form === undefined ? undefined : Number(form), string });
    }
  }
  return entries;
}
