import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';

import type { GlossaryEntry } from './glossaryEntry.js';
import { GlossaryError } from './glossaryError.js';
import { mostLanguages } from './glossaryLimits.js';

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Which column holds what. */
interface Columns {
  readonly source: number;
  readonly target: number;
  readonly caseSensitive: number;
  readonly sourceLanguage: number;
  readonly targetLanguage: number;
}

const columnNames: Readonly<Record<keyof Columns, readonly string[]>> = {
  source: ['source', 'term'],
  target: ['target', 'translation'],
  caseSensitive: ['case sensitive', 'casesensitive', 'case'],
  sourceLanguage: ['source language', 'sourcelanguage'],
  targetLanguage: ['target language', 'targetlanguage'],
};
/** Without a first line that names them: the order that the documentation has, or only whether letter case counts. */
const usualColumns: Columns = {
  source: 0,
  target: 1,
  sourceLanguage: 2,
  targetLanguage: 3,
  caseSensitive: 4,
};
const shortColumns: Columns = { ...usualColumns, sourceLanguage: -1, targetLanguage: -1, caseSensitive: 2 };
const yes = new Set(['1', 'true', 'yes', 'x', 'y']);
const no = new Set(['', '0', 'false', 'no', 'n']);
const languageTag = /^[a-z]{2}(?:[-_](?:[a-z]{4}|[a-z]{2}))?$/i;

/**
 * Reads a glossary of comma-, semicolon- or tab-separated values (RFC 4180): term, translation, and optionally whether
 * letter case counts. A first line may name the columns (`source`, `target`, `case sensitive`, `source language`, `target
 * language`), or give a language tag for each: then every language is translated into every other.
 * @param name what messages call the file
 * @param report told the mistakes of single lines, which are left out then; otherwise the first is thrown
 * @throws GlossaryError
 */
export function csvGlossary(
  text: string,
  name: string,
  report?: (mistake: GlossaryError) => void,
): GlossaryEntry[] {
  const rows = readRows(text, name).filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [first, ...rest] = rows;
  if (!first) return [];
  const languages = languagesOf(first.cells);
  if (languages) {
    if (languages.length > mostLanguages) {
      const values = [languages.length, mostLanguages];
      throw new GlossaryError(
        name,
        first.line,
        'The first line names {0} languages; {1} is the most.',
        values,
      );
    }
    return rest.flatMap((row) => attempt(report, () => translations(row, languages, name)));
  }
  const columns = columnsOf(first.cells);
  return (columns ? rest : rows).flatMap((row) =>
    attempt(report, () => [entryOf(row, columns ?? usualColumnsOf(row.cells), name)]),
  );
}

/** @throws what `work` throws, unless somebody takes the reports */
function attempt(
  report: ((mistake: GlossaryError) => void) | undefined,
  work: () => GlossaryEntry[],
): GlossaryEntry[] {
  try {
    return work();
  } catch (error) {
    if (!report || !(error instanceof GlossaryError)) throw error;
    report(error);
    return [];
  }
}

/** `no` is a language too, but in a third and last column it is an answer. */
function usualColumnsOf(cells: readonly string[]): Columns {
  const third = (cells[2] ?? '').toLowerCase();
  const isShort = cells.slice(3).every((cell) => cell === '') && (yes.has(third) || no.has(third));
  return isShort || (cells.length <= 3 && !languageTag.test(third)) ? shortColumns : usualColumns;
}

function readRows(text: string, name: string): Row[] {
  const firstLine = /^.*$/mu.exec(text)?.[0] ?? '';
  const delimiter = ['\t', ';', ','].find((character) => firstLine.includes(character)) ?? ',';
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
    }) as unknown as { readonly record: string[]; readonly info: InfoRecord }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { readonly lines?: number };
    const reason = error.message.replace(/ (?:at|on) line \d+.*$/su, '');
    throw new GlossaryError(name, lines ?? 1, '{0}. Check the quotation marks.', [reason]);
  }
}

function columnsOf(cells: readonly string[]): Columns | undefined {
  const place = (column: keyof Columns): number =>
    cells.findIndex((cell) => columnNames[column].includes(cell.toLowerCase()));
  const columns = {
    source: place('source'),
    target: place('target'),
    caseSensitive: place('caseSensitive'),
    sourceLanguage: place('sourceLanguage'),
    targetLanguage: place('targetLanguage'),
  };
  return columns.source >= 0 && columns.target >= 0 ? columns : undefined;
}

function languagesOf(cells: readonly string[]): readonly string[] | undefined {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const known = (cell: string): boolean =>
    languageTag.test(cell) && names.of(cell.replace('_', '-')) !== undefined;
  return cells.length > 1 && cells.every(known) && new Set(cells).size === cells.length ? cells : undefined;
}

function entryOf({ cells, line }: Row, columns: Columns, name: string): GlossaryEntry {
  const source = cells[columns.source] ?? '';
  const target = cells[columns.target] ?? '';
  if (cells.length < 2)
    throw new GlossaryError(name, line, '“{0}” has no translation in a second column.', [source]);
  if (source === '') throw new GlossaryError(name, line, 'The term is empty.');
  if (target === '') throw new GlossaryError(name, line, 'The term “{0}” has no translation.', [source]);
  checkOneLine(target, line, name);
  const flag = (cells[columns.caseSensitive] ?? '').toLowerCase();
  if (!yes.has(flag) && !no.has(flag)) {
    throw new GlossaryError(name, line, 'Whether letter case counts must be “yes” or “no”, not “{0}”.', [
      flag,
    ]);
  }
  const [sourceLanguage, targetLanguage] = [columns.sourceLanguage, columns.targetLanguage].map(
    (column) => cells[column] ?? '',
  );
  return {
    source,
    target,
    ...(yes.has(flag) && { caseSensitive: true }),
    ...(sourceLanguage && { sourceLanguage }),
    ...(targetLanguage && { targetLanguage }),
  };
}

/** An empty cell means that the term has no translation into that language. */
function translations({ cells, line }: Row, languages: readonly string[], name: string): GlossaryEntry[] {
  if (cells.length > languages.length) {
    throw new GlossaryError(name, line, '{0} columns, but the first line names {1}.', [
      cells.length,
      languages.length,
    ]);
  }
  const terms = languages.flatMap((language, index) => {
    const words = cells[index] ?? '';
    checkOneLine(words, line, name);
    return words === '' ? [] : [{ language, words }];
  });
  return terms.flatMap((source) =>
    terms
      .filter((target) => target !== source)
      .map((target) => ({
        source: source.words,
        target: target.words,
        sourceLanguage: source.language,
        targetLanguage: target.language,
      })),
  );
}

function checkOneLine(target: string, line: number, name: string): void {
  if (/[\r\n]/u.test(target)) throw new GlossaryError(name, line, 'A term cannot have a line break.');
}
