import type { Manifest } from '../../core/manifest.js';

export interface TranslationTarget {
  /** Language code of the manifest. */
  readonly code: string;
  /** English name, as in the canonical instruction. */
  readonly name: string;
  /** The canonical instruction that translates into it. */
  readonly instruction: string;
}

/** The languages that the model translates into; empty if it does not translate. */
export function translationTargets(manifest: Manifest): TranslationTarget[] {
  const translate = manifest.instructions.find(
    ({ task, canonical }) => task === 'translate' && canonical.includes('{target}'),
  );
  return (translate?.targets ?? []).map((code) => {
    const name = manifest.languageNames[code]?.['en']?.[0] ?? code;
    return { code, name, instruction: translate!.canonical.replace('{target}', name) };
  });
}
