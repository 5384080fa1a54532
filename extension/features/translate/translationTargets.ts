import { describeTasks } from '../../core/instructions.js';
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
  return describeTasks(manifest)
    .filter(({ task }) => task === 'translate')
    .flatMap(({ canonical, targets }) =>
      targets.map(({ code, name }) => ({ code, name, instruction: canonical.replace('{target}', name) })),
    );
}
