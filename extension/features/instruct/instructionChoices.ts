import type { Manifest } from '../../core/manifest.js';
import { sentenceCase, withTarget } from './wordings.js';

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
