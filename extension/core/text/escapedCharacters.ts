import type { Delimiter, ProtectedSpan } from './protectedSpan.js';

const asCharacterData = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Writes new text so that it cannot end the string literal it goes into. */
function escapedFor(text: string, delimiter: Delimiter | undefined): string {
  switch (delimiter) {
    case undefined:
    case ':':
      return text;
    case '<':
      return asCharacterData(text);
    case '&"':
      return asCharacterData(text).replace(/"/g, '&quot;');
    case "&'":
      return asCharacterData(text).replace(/'/g, '&#39;');
    case "\\'":
      return asCharacterData(text).replace(/['"\\]/g, '\\$&');
    case "''":
      return text.replace(/'/g, "''");
    case '\\':
      return text.replace(/\\/g, '\\\\');
    case "\\{'}":
      return text.replace(/\\/g, '\\\\').replace(/'/g, "''");
    default:
      return text
        .replace(new RegExp(`[\\\\${delimiter}]`, 'g'), '\\$&')
        .replace(/\r\n|\r|\n/g, delimiter === '`' ? '$&' : '\\n');
  }
}

const unicodeEscape = /^\\u+[0-9a-fA-F]{4}/;

function asUnicodeEscape(character: string, upper: boolean): string {
  return Array.from({ length: character.length }, (_, index) => {
    const digits = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${upper ? digits.toUpperCase() : digits}`;
  }).join('');
}

/**
 * How characters are written in a sentence: those that it escapes keep their way, new ones follow its habit.
 * @param escapes those of the sentence that have a `decoded`
 */
export class EscapedCharacters {
  private readonly forms = new Map<string, string>();
  private readonly escapesAll: boolean;
  private readonly upper: boolean;

  public constructor(
    sentence: string,
    escapes: readonly ProtectedSpan[],
    private readonly delimiter: Delimiter | undefined,
  ) {
    let unicode = '';
    for (const { start, end, decoded = '' } of escapes) {
      const form = sentence.slice(start, end);
      if (decoded !== '') this.forms.set(decoded, form);
      if (unicodeEscape.test(form)) unicode += form;
    }
    // Where no character beyond ASCII is written as it is, the file may be read in another encoding.
    this.escapesAll = unicode !== '' && !/[^\0-\x7f]/.test(sentence);
    this.upper = /[A-F]/.test(unicode.replaceAll('\\u', ''));
  }

  /** A new text in the sentence's way of writing. */
  public write(text: string): string {
    if (this.forms.size === 0 && !this.escapesAll) return escapedFor(text, this.delimiter);
    return Array.from(text, (character) => {
      const form = this.forms.get(character);
      if (form !== undefined) return form;
      const isCopy = character >= '\ue000' && character <= '\uf8ff';
      return this.escapesAll && !isCopy && character > '\x7f'
        ? asUnicodeEscape(character, this.upper)
        : escapedFor(character, this.delimiter);
    }).join('');
  }
}
