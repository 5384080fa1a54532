/** Scripts (ISO 15924) that are made of others. */
const parts: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani'],
  Hant: ['Hani'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
};

/**
 * Whether most letters of a text belong to writing systems that none of the languages uses: whoever knows only these
 * cannot read it.
 * @param languages BCP 47 tags; those that are none are taken for languages that may use any script
 */
export function isForeignScript(text: string, languages: readonly string[]): boolean {
  const scripts = new Set<string>();
  for (const language of languages) {
    const script = scriptOf(language);
    if (script === undefined) {
      return false;
    }
    for (const part of parts[script] ?? [script]) {
      scripts.add(part);
    }
  }
  const known = [...scripts].map((script) => `\\p{scx=${script}}`).join('');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = text.match(new RegExp(`(?![${known}])\\p{L}`, 'gu'))?.length ?? 0;
  return foreign * 2 > letters;
}

function scriptOf(language: string): string | undefined {
  try {
    const script = new Intl.Locale(language).maximize().script;
    // Not every script of CLDR is one that regular expressions know.
    return script !== undefined && (script in parts || isProperty(script)) ? script : undefined;
  } catch {
    return undefined;
  }
}

function isProperty(script: string): boolean {
  try {
    return new RegExp(`\\p{sc=${script}}`, 'u').source !== '';
  } catch {
    return false;
  }
}
