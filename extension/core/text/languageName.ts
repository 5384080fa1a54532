/** Name of a language in the language of the interface, e.g. `de` → `Deutsch`; `fallback` where it has none. */
export function languageName(code: string, locale: string, fallback: string): string {
  try {
    const name = new Intl.DisplayNames([locale, 'en'], { type: 'language', fallback: 'none' }).of(code);
    return name ?? fallback;
  } catch {
    return fallback; // the manifest of a model may use a code that is no BCP 47 tag
  }
}
