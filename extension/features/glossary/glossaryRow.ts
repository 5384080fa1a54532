import type { GlossaryEntry } from '../../core/glossary/glossaryEntry.js';

/** The columns of a new glossary. */
export const glossaryHeader = 'source,target,source language,target language,case sensitive';

/** A line that adds a term to a glossary. */
export interface GlossaryRow {
  readonly text: string;
  /** The file has no place for the language of the term, which therefore holds for every one. */
  readonly losesLanguage: boolean;
}

/**
 * The line that adds a term to a glossary, with its cells where the columns of the file are.
 * @param firstLine the first line of the file, which may name its columns
 * @returns undefined for a file with one column per language: it does not say which language the term is in
 */
export function glossaryRow(firstLine: string, entry: GlossaryEntry): GlossaryRow | undefined {
  const delimiter = ['\t', ';', ','].find((character) => firstLine.includes(character)) ?? ',';
  const names = firstLine
    .replace(/^\ufeff/, '')
    .split(delimiter)
    .map(nameOf);
  const hasHeader = names.includes('source') && names.includes('target');
  if (!hasHeader && names.length > 1 && names.every((name) => /^[a-z]{2}([-_][a-z]{2,4})?$/.test(name))) {
    return undefined;
  }
  const columns = hasHeader ? names : ['source', 'target'];
  const cells: Readonly<Record<string, string | undefined>> = {
    source: entry.source,
    target: entry.target,
    'source language': entry.sourceLanguage,
    'target language': entry.targetLanguage,
    'case sensitive': entry.caseSensitive === true ? 'yes' : undefined,
  };
  const row = columns.map((name) => quoted(cells[name] ?? '', delimiter));
  while (row.length > 2 && row.at(-1) === '') {
    row.pop();
  }
  const losesLanguage = entry.targetLanguage !== undefined && !columns.includes('target language');
  return { text: row.join(delimiter), losesLanguage };
}

function nameOf(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase();
}

/** A cell as RFC 4180 wants it. */
function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
