import type { Manifest } from '../../core/manifest.js';

/** One thing a person can ask for: what they read, and the canonical wording that the model gets. */
export interface InstructionChoice {
  readonly label: string;
  readonly instruction: string;
}

function sentenceCase(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase() + text.slice(first.length);
}

/**
 * Everything the model was trained to do with a text, worded in the language of the interface where the manifest
 * has such a wording, one choice per target language.
 */
export function instructionChoices(manifest: Manifest, locale: string): InstructionChoice[] {
  const language = locale.split('-')[0] ?? 'en';
  const instructions = manifest.instructions.filter(({ canonical }) => !canonical.includes('{labels}'));
  return instructions.flatMap(({ canonical, patterns, targets }) => {
    const local = patterns[locale] ?? patterns[language];
    const wording = local?.find((pattern) => !pattern.includes('{source}'));
    if (targets === undefined || !canonical.includes('{target}')) {
      return [{ label: sentenceCase(wording ?? canonical), instruction: canonical }];
    }
    return targets.map((code) => {
      const names = manifest.languageNames[code] ?? {};
      const english = names['en']?.[0] ?? code;
      const localName = names[locale]?.[0] ?? names[language]?.[0];
      const instruction = canonical.replace('{target}', english);
      const label =
        wording?.includes('{target}') && localName !== undefined
          ? sentenceCase(wording.replace('{target}', localName))
          : instruction;
      return { label, instruction };
    });
  });
}
