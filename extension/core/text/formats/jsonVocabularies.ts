/** A string in JSON that is a value. */
export interface JsonValue {
  /** Of what is between its quotes. */
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'";
  /** Names of the members that it is in, outermost first; elements of an array have the name of the array. */
  readonly path: readonly string[];
  /** Where the innermost object begins that it is in; -1 outside of any. */
  readonly object: number;
}

/** Whether a value is a text for people, by the names of the members that it is in. */
export type JsonVocabulary = (path: readonly string[]) => boolean;

const described =
  /^(?:title|summary|description|markdownDescription|deprecationMessage|x-enum-descriptions)$/i;

const last = (path: readonly string[]): string => path.at(-1) ?? '';

const isUnder = (path: readonly string[], name: string): boolean => path.slice(0, -1).includes(name);

/** Kinds of JSON files that hold texts for people in certain members only. */
const vocabularies: readonly {
  /** Whether a text is of this kind. */
  readonly detect: RegExp;
  readonly isText: JsonVocabulary;
}[] = [
  {
    detect: /"@@locale"\s*:/,
    isText: (path) => !path.some((key) => key.startsWith('@')),
  },
  {
    // String catalogues of Apple.
    detect: /"sourceLanguage"\s*:[^]*"strings"\s*:/,
    isText: (path) => last(path) === 'value' && isUnder(path, 'stringUnit'),
  },
  { detect: /"(?:openapi|swagger)"\s*:\s*"/, isText: (path) => described.test(last(path)) },
  {
    detect: /"\$schema"\s*:\s*"[^"]*json-schema\.org/,
    isText: (path) => described.test(last(path)) && path.at(-2) !== 'properties',
  },
  {
    // Messages of browser extensions.
    detect: /"[\w@]+"\s*:\s*\{\s*"message"\s*:\s*"/,
    isText: (path) => last(path) === 'message' || last(path) === 'description',
  },
  {
    // Manifests of packages, which are skipped in folders, but may be named or open in an editor.
    detect: /"(?:dependencies|devDependencies|engines|manifest_version)"\s*:\s*[{\d]/,
    isText: (path) =>
      /^(?:description|displayName|title|label|markdownDescription|enumDescriptions|short_name)$/.test(
        last(path),
      ),
  },
];

/** The vocabulary of a JSON text; undefined where every value may be one for people. */
export function jsonVocabularyOf(text: string): JsonVocabulary | undefined {
  return vocabularies.find(({ detect }) => detect.test(text))?.isText;
}
