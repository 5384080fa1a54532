import { primaryLanguage } from './translationUnit.js';

/** Extensions of resource files that hold one language each. */
export const resourceExtensions = ['json', 'arb', 'yaml', 'yml', 'properties', 'strings', 'xml', 'resx'];

/** What the path of a resource file says: files with the same key hold the same texts in several languages. */
export interface ResourceName {
  /** The path with `*` in place of the language. */
  readonly key: string;
  /** Primary subtag; undefined for the file of the default language, which names none. */
  readonly language: string | undefined;
}

const tag = String.raw`[A-Za-z]{2}(?:[-_][A-Za-z]{2,4}){0,2}`;
/** `values-de-rAT/strings.xml`, `de.lproj/Localizable.strings`, `de/common.json`, `messages_de.properties`, `de.json`. */
const named: readonly RegExp[] = [
  /(?<before>.*\/values-)(?<tag>[A-Za-z]{2})(?:-r[A-Z]{2})?(?<after>\/[^/]+\.xml)$/,
  new RegExp(String.raw`(?<before>(?:.*/)?)(?<tag>${tag})(?<after>\.lproj/[^/]+)$`),
  new RegExp(String.raw`(?<before>(?:.*/)?)(?<tag>${tag})(?<after>\.[A-Za-z]+)$`),
  new RegExp(String.raw`(?<before>.*[^/][._-])(?<tag>${tag})(?<after>\.[A-Za-z]+)$`),
  // The earliest place: `messages_de_AT.properties`.
  new RegExp(String.raw`(?<before>.*?[^/][._-])(?<tag>${tag})(?<after>\.[A-Za-z]+)$`),
  new RegExp(String.raw`(?<before>(?:.*/)?)(?<tag>${tag})(?<after>(?:/[^/]+){1,3})$`),
];

let languageNames: Intl.DisplayNames | undefined;

function isLanguage(code: string): boolean {
  languageNames ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return languageNames.of(code) !== undefined;
}

/**
 * All that a path may mean, likeliest first: which reading is right, the files beside it tell.
 * @param path with `/` between folders
 */
export function resourceNames(path: string): ResourceName[] {
  const names = named.flatMap((expression): ResourceName[] => {
    const groups = expression.exec(path)?.groups;
    if (!groups) return [];
    const language = primaryLanguage(groups['tag'] ?? '');
    return isLanguage(language)
      ? [{ key: `${groups['before'] ?? ''}*${groups['after'] ?? ''}`, language }]
      : [];
  });
  return [...names, ...defaultNames(path)];
}

/** Keys that the file of the default language may share with its translations. */
function defaultNames(path: string): ResourceName[] {
  const android = /^(.*\/values)(\/[^/]+\.xml)$/.exec(path);
  if (android) return [{ key: `${android[1] ?? ''}-*${android[2] ?? ''}`, language: undefined }];
  const apple = /^(.*\/)?Base(\.lproj\/[^/]+)$/.exec(path);
  if (apple) return [{ key: `${apple[1] ?? ''}*${apple[2] ?? ''}`, language: undefined }];
  const file = /^(.*[^/])(\.[A-Za-z]+)$/.exec(path);
  if (!file) return [];
  return ['.', '_', '-'].map((separator) => ({
    key: `${file[1] ?? ''}${separator}*${file[2] ?? ''}`,
    language: undefined,
  }));
}

/** Files that hold the same texts, by language. */
export type ResourceGroup = ReadonlyMap<string, string>;

/**
 * Puts files of the same texts together by their usual names. The file that names no language counts as English, unless
 * another file does.
 * @param paths with `/` between folders
 * @returns paths by language, for every group of two languages or more
 */
export function resourceGroups(paths: readonly string[]): ResourceGroup[] {
  const readings = paths.map((path) => ({ path, names: resourceNames(path) }));
  const byKey = new Map<string, Map<string, string>>();
  const defaults: { readonly path: string; readonly key: string }[] = [];
  for (const { path, names } of readings) {
    for (const { key, language } of names) {
      if (language === undefined) {
        defaults.push({ path, key });
        continue;
      }
      const group = byKey.get(key) ?? new Map<string, string>();
      if (!group.has(language)) group.set(language, path);
      byKey.set(key, group);
    }
  }
  for (const { path, key } of defaults) {
    const group = byKey.get(key);
    if (group && !group.has('en') && ![...group.values()].includes(path)) group.set('en', path);
  }
  const seen = new Set<string>();
  return [...byKey.values()].filter((group) => {
    const id = [...group.values()].sort().join('\n');
    if (group.size < 2 || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
