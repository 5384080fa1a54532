/** A text in several languages, as a translation memory holds it. */
export interface TranslationUnit {
  /** The text by primary language subtag in lower case, e.g. `de`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The language of a tag such as `de-AT` or `pt_BR`, without region and script: the primary subtag in lower case. */
export function primaryLanguage(tag: string): string {
  return (/^[A-Za-z]*/.exec(tag.trim())?.[0] ?? '').toLowerCase();
}
