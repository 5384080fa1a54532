import type { Manifest } from '../model/manifest.js';

/** One thing a person can ask for: what they read, and the canonical wording that the model gets. */
export interface InstructionChoice {
  readonly label: string;
  readonly instruction: string;
  /** What the manifest calls it; several languages to translate into are one task. Absent for a person's own words. */
  readonly task?: string;
}

/**
 * Everything the model was trained to do with a text, worded in the language of the interface where the manifest
 * has such a wording, one choice per target language.
 */
export function instructionChoices(
  manifest: Pick<Manifest, 'instructions' | 'languageNames'>,
  locale: string,
): InstructionChoice[] {
  const language = locale.split('-')[0] ?? 'en';
  const instructions = manifest.instructions.filter(({ canonical }) => !canonical.includes('{labels}'));
  return instructions.flatMap(({ task, canonical, patterns, targets }) => {
    const wording = firstPhrase(patterns[locale] ?? patterns[language] ?? []);
    if (targets === undefined || !canonical.includes('{target}')) {
      return [{ label: sentenceCase(wording ?? canonical), instruction: canonical, task }];
    }
    return targets.map((code) => {
      const names = manifest.languageNames[code] ?? {};
      const english = names['en']?.[0] ?? code;
      const instruction = canonical.replace('{target}', () => english);
      const local = wording?.includes('{target}')
        ? withTarget(wording, names[locale] ?? names[language])
        : undefined;
      return { label: local === undefined ? instruction : sentenceCase(local), instruction, task };
    });
  });
}

/** The first of the wordings that says what to do; a single word, such as the name of a label set, may not. */
function firstPhrase(patterns: readonly string[]): string | undefined {
  const usable = patterns.filter((pattern) => !pattern.includes('{source}'));
  return usable.find((pattern) => /\s|\p{Script=Han}/u.test(pattern)) ?? usable[0];
}

/** A way to say something that the model was trained to do. */
export interface Wording extends InstructionChoice {
  /** What the list calls the same thing. */
  readonly meaning: string;
}

/**
 * Every wording that the manifest knows for the choices, in the language of the interface and in English, one per target
 * language, without those that the choices themselves have.
 */
export function wordingsOf(
  manifest: Pick<Manifest, 'instructions' | 'languageNames'>,
  choices: readonly InstructionChoice[],
  locale: string,
): Wording[] {
  const language = locale.split('-')[0] ?? 'en';
  const meanings = new Map(choices.map(({ instruction, label }) => [instruction, label]));
  const seen = new Set(choices.map(({ label }) => label));
  const wordings: Wording[] = [];
  const add = (label: string, instruction: string): void => {
    const meaning = meanings.get(instruction);
    if (meaning !== undefined && !seen.has(label)) {
      seen.add(label);
      wordings.push({ label, instruction, meaning });
    }
  };
  for (const { canonical, patterns, targets } of manifest.instructions) {
    for (const code of new Set([locale, language, 'en'])) {
      for (const pattern of patterns[code] ?? []) {
        if (!pattern.includes('{')) {
          add(sentenceCase(pattern), canonical);
        } else if (!pattern.includes('{source}')) {
          for (const target of targets ?? []) {
            const names = manifest.languageNames[target] ?? {};
            const instruction = canonical.replace('{target}', () => names['en']?.[0] ?? target);
            const wording = withTarget(pattern, names[code]);
            if (wording !== undefined) {
              add(sentenceCase(wording), instruction);
            }
          }
        }
      }
    }
  }
  return wordings;
}

/**
 * A pattern with the name of a target language.
 * @param names its names in the language of the pattern, the usual one first
 */
export function withTarget(pattern: string, names: readonly string[] = []): string | undefined {
  // German has another form of the name after "ins": ins Deutsche, auf Deutsch.
  const inflected = /\bins \{target\}/.test(pattern) ? names.find((name) => name.endsWith('e')) : undefined;
  const name = inflected ?? names[0];
  return name && pattern.replace('{target}', () => name);
}

/** The text with a capital first letter. */
export function sentenceCase(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase() + text.slice(first.length);
}
