import { numberWords } from './numberWords.js';

/** A number written with digits. */
interface WrittenNumber {
  readonly text: string;
  /** What it may stand for: separators mean different things in different languages. */
  readonly values: ReadonlySet<number>;
  /** Whether it is a month: `5月`. */
  readonly isMonth: boolean;
}

/** Groups of three may have a thin or no-break space or an apostrophe between them. */
const written = /\d+(?:(?:[.,:]|[\u00a0\u202f ’'](?=\d{3}(?!\d)))\d+)*/gu;
const grouped = /^\d{1,3}(?:([.,\u00a0\u202f ’'])\d{3})(?:\1\d{3})*/u;
const afternoon = /(?:\d|\b)\s*p\.?\s?m\b|下午|晚上|nachmittag|abend|soir|après-midi|tarde|noche/iu;

/**
 * Compares the numbers of a text and of its rewriting: every number of one stands in the other too, in the form of its
 * language (1,000.5 and 1.000,5), or written out as a word.
 * @param sourceLanguage primary subtag, if known
 * @param mayLose whether numbers of the source may be left out, as when a text is shortened
 * @returns a number that was lost or that nobody wrote; undefined if all is right
 */
export function changedNumber(
  source: string,
  output: string,
  languages: { readonly source?: string | undefined; readonly target?: string | undefined },
  mayLose = false,
): string | undefined {
  const sources = numbersOf(source, languages.source);
  const outputs = numbersOf(output, languages.target);
  if (sources.length === 0 && outputs.length === 0) return undefined;
  const open = [...outputs];
  const lost: WrittenNumber[] = [];
  for (const number of sources) {
    const at = open.findIndex((other) => same(number, other));
    if (at >= 0) open.splice(at, 1);
    else lost.push(number);
  }
  const hasAfternoon = afternoon.test(source) || afternoon.test(output);
  const added = open.filter((number) => {
    const twin = hasAfternoon ? lost.findIndex((other) => twelveApart(number, other)) : -1;
    if (twin >= 0) lost.splice(twin, 1);
    return twin < 0 && !isSaid(number, source, languages.source);
  });
  const missing = mayLose ? [] : lost.filter((number) => !isSaid(number, output, languages.target));
  return (missing[0] ?? added[0])?.text;
}

function numbersOf(text: string, language: string | undefined): WrittenNumber[] {
  const plain = text.replace(/[０-９．，％]/gu, (sign) => sign.normalize('NFKC'));
  return [...plain.matchAll(written)].flatMap(({ 0: found, index }): WrittenNumber[] => {
    const after = plain.slice(index + found.length, index + found.length + 16);
    const isMonth = /^\s*月/u.test(after);
    const values = valuesOf(found);
    // Versions, dates and times have no value: each of their numbers counts.
    if (values.size === 0) {
      return found.split(/\D+/u).map((part) => ({ text: part, values: new Set([Number(part)]), isMonth }));
    }
    const factor = factorOf(after, language);
    // 300万 is three million.
    if (factor !== undefined) for (const value of [...values]) values.add(round(value * factor));
    return [{ text: found, values, isMonth }];
  });
}

function valuesOf(text: string): Set<number> {
  const values = new Set<number>();
  if (/^\d+$/u.test(text)) values.add(Number(text));
  const group = grouped.exec(text);
  if (group) {
    const whole = group[0].replace(/\D/gu, '');
    const rest = text.slice(group[0].length);
    if (rest === '') values.add(Number(whole));
    else if (/^[.,]\d+$/u.test(rest)) values.add(Number(`${whole}.${rest.slice(1)}`));
  }
  if (/^\d+[.,]\d+$/u.test(text)) values.add(Number(text.replace(',', '.')));
  return values;
}

function same(one: WrittenNumber, other: WrittenNumber): boolean {
  return one.text === other.text || [...one.values].some((value) => other.values.has(value));
}

function twelveApart(one: WrittenNumber, other: WrittenNumber): boolean {
  const [first, second] = [one, other].map(({ text }) => Number(text.split(/\D/u)[0]));
  return Math.abs((first ?? 0) - (second ?? 0)) === 12;
}

/** Whether a text says a number in words, or as the name of a month. */
function isSaid({ values, isMonth }: WrittenNumber, text: string, language: string | undefined): boolean {
  const lower = text.toLowerCase();
  const known = language === undefined ? Object.values(numberWords) : [numberWords[language]];
  return known.some((own) => {
    if (!own) return false;
    for (const value of values) {
      const says = Object.entries(own.words).some(([word, meant]) => meant === value && hasWord(lower, word));
      const month = own.months[value - 1];
      if (says || (month !== undefined && hasStart(lower, month))) return true;
      if (isMonth && own.months.length === 0) return true;
    }
    return false;
  });
}

function hasWord(text: string, word: string): boolean {
  if (/\p{Script=Han}/u.test(word)) return text.includes(word);
  return new RegExp(String.raw`(?<!\p{L})${word}(?!\p{L})`, 'u').test(text);
}

function hasStart(text: string, start: string): boolean {
  return new RegExp(String.raw`(?<!\p{L})${start}`, 'u').test(text);
}

function factorOf(after: string, language: string | undefined): number | undefined {
  const known = language === undefined ? Object.values(numberWords) : [numberWords[language]];
  const word = /^\s*(\p{Script=Han}{1,2}|\p{L}+)/u.exec(after)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  for (const own of known) {
    const factor = own?.factors[word] ?? own?.factors[word.slice(0, /\p{Script=Han}/u.test(word) ? 1 : 99)];
    if (factor !== undefined) return factor;
  }
  return undefined;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
