import { gettextEntries, type GettextEntry, type GettextString } from '../../core/text/gettextEntries.js';
import { replaceParts, type PreparedText, type Replacement } from './replaceParts.js';

/** Rules of gettext for the plural forms of languages, and the languages they hold for. */
const rules: readonly (readonly [rule: string, languages: string])[] = [
  ['nplurals=1; plural=0;', 'id ja ko ms th vi zh'],
  [
    'nplurals=2; plural=(n != 1);',
    'bg ca da de el en eo es et eu fi fo gl he hu it nb nl nn no pt sq sv sw ta te ur',
  ],
  ['nplurals=2; plural=(n > 1);', 'fa fr hi hy mg oc tr uz'],
  [
    'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);',
    'be bs hr ru sr uk',
  ],
  ['nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;', 'cs sk'],
  ['nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);', 'pl'],
  ['nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2);', 'ro'],
  ['nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);', 'lt'],
  ['nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);', 'lv'],
  ['nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);', 'sl'],
  [
    'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);',
    'ar',
  ],
];

/** The value of `Plural-Forms` for a language; undefined where it is not known. */
export function pluralFormsOf(language: string): string | undefined {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  return rules.find(([, languages]) => languages.split(' ').includes(primary))?.[0];
}

/** The number of forms that a value of `Plural-Forms` names; undefined if it names none. */
export function pluralCount(rule: string): number | undefined {
  const count = Number(/nplurals\s*=\s*(\d+)/.exec(rule)?.[1]);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

/**
 * A gettext catalogue with its empty translations filled with the messages themselves, ready to be translated; plural
 * forms by the target language's rule, header included. Translations that are there stay.
 * @param fuzzy whether the filled ones get the flag that asks a person to look at them
 */
export function fillGettext(text: string, target: string, fuzzy: boolean): PreparedText {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const entries = gettextEntries(text);
  const header = entries.find(({ identifier }) => identifier?.content === '');
  const rule = ruleOf(header, target);
  const count = rule === undefined ? undefined : pluralCount(rule);
  const replacements = header ? headerReplacements(header, target, rule, eol) : [];
  for (const entry of entries) {
    if (entry.identifier === undefined || entry === header) continue;
    const filled = filledTranslations(text, entry, entry.identifier, count, eol);
    if (filled.length > 0) {
      replacements.push(...filled, ...(fuzzy ? fuzzyFlag(text, entry, eol) : []));
    }
  }
  return replaceParts(text, replacements);
}

function filledTranslations(
  text: string,
  { plural, translations }: GettextEntry,
  identifier: GettextString,
  count: number | undefined,
  eol: string,
): Replacement[] {
  const [first] = translations;
  const last = translations.at(-1);
  if (first === undefined || last === undefined || translations.some(({ string }) => string.content !== '')) {
    return [];
  }
  const { start } = first.string;
  const { end } = last.string;
  const lineEnd = /[\r\n]$/.test(text.slice(start, end)) ? eol : '';
  if (plural === undefined) {
    return [
      { start, end, text: written('msgstr', identifier.content, eol) + lineEnd, origin: identifier.start },
    ];
  }
  const forms = count ?? translations.length;
  return Array.from({ length: forms }, (_, form) => {
    const source = form === 0 && forms > 1 ? identifier : plural;
    const line = written(`msgstr[${form}]`, source.content, eol);
    const isLast = form === forms - 1;
    const at = form === 0 ? { start, end } : { start: end, end };
    return { ...at, text: line + (isLast ? lineEnd : eol), origin: source.start };
  });
}

/** A string as gettext writes it: one line, or after an empty one a line for each line of the text. */
function written(keyword: string, content: string, eol: string): string {
  const lines = content.match(/(?:[^\\]|\\[^n])*?\\n|(?:[^\\]|\\.)+$/g) ?? [];
  if (lines.length < 2) return `${keyword} "${content}"`;
  return [`${keyword} ""`, ...lines.map((line) => `"${line}"`)].join(eol);
}

function fuzzyFlag(text: string, { start, flags }: GettextEntry, eol: string): Replacement[] {
  if (flags === undefined) return [{ start, end: start, text: `#, fuzzy${eol}` }];
  if (/\bfuzzy\b/.test(text.slice(flags.start, flags.end))) return [];
  return [{ start: flags.start, end: flags.start + 2, text: '#, fuzzy,' }];
}

const headerLine = (name: string): RegExp =>
  new RegExp(String.raw`(?:^|\\n)${name}:[ \t]*((?:[^\\]|\\[^n])*)`, 'i');

/** The rule for plural forms that holds in the result: the catalogue's own, unless it is for another language. */
function ruleOf(header: GettextEntry | undefined, target: string): string | undefined {
  const content = header?.translations[0]?.string.content ?? '';
  const own = headerLine('Plural-Forms').exec(content)?.[1];
  const language = headerLine('Language').exec(content)?.[1]?.trim() ?? '';
  const isForTarget = language.toLowerCase().split(/[-_]/)[0] === target.toLowerCase().split(/[-_]/)[0];
  const usable = own !== undefined && pluralCount(own) !== undefined;
  return usable && isForTarget ? own : (pluralFormsOf(target) ?? (usable ? own : undefined));
}

/** Sets language, plural forms and character set of the header; the other lines of it stay. */
function headerReplacements(
  header: GettextEntry,
  target: string,
  rule: string | undefined,
  eol: string,
): Replacement[] {
  const string = header.translations[0]?.string;
  if (string === undefined || string.content === '') return [];
  const wanted = [['Language', target], ...(rule === undefined ? [] : [['Plural-Forms', rule]])] as const;
  let content = string.content.replace(/charset=(?!UTF-8)[\w-]+/i, 'charset=UTF-8');
  for (const [name = '', value = ''] of wanted) {
    const found = headerLine(name).exec(content);
    const line = `${name}: ${value}`;
    if (found) {
      const start = found.index + (found[0].startsWith('\\n') ? 2 : 0);
      content = content.slice(0, start) + line + content.slice(found.index + found[0].length);
    } else {
      content += `${content.endsWith('\\n') ? '' : '\\n'}${line}\\n`;
    }
  }
  const { start, end } = string;
  return content === string.content ? [] : [{ start, end, text: written('msgstr', content, eol) + eol }];
}
