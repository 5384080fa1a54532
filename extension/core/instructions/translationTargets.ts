import { describeTasks } from './instructions.js';
import type { Manifest } from '../model/manifest.js';

export interface TranslationTarget {
  /** Language code of the manifest. */
  readonly code: string;
  /** English name, as in the canonical instruction. */
  readonly name: string;
  /** The canonical instruction that translates into it. */
  readonly instruction: string;
}

type TargetManifest = Pick<Manifest, 'instructions' | 'languageNames' | 'labelSets'>;

/** The languages that the model translates into; empty if it does not translate. */
export function translationTargets(manifest: TargetManifest): TranslationTarget[] {
  return describeTasks(manifest)
    .filter(({ task }) => task === 'translate')
    .flatMap(({ canonical, targets }) =>
      targets.map(({ code, name }) => ({ code, name, instruction: canonical.replace('{target}', name) })),
    );
}

/**
 * The target that a code (`de`, `de-AT`, `zh-CN`) or a name (`German`, `Deutsch`) means. A code for another script, as
 * `zh-TW` is to `zh`, means another language.
 */
export function findTarget(manifest: TargetManifest, wanted: string): TranslationTarget | undefined {
  const targets = translationTargets(manifest);
  const plain = wanted.trim().toLowerCase();
  return (
    targets.find(({ code }) => code.toLowerCase() === plain) ??
    targets.find(({ code }) =>
      Object.values(manifest.languageNames[code] ?? {}).some((names) =>
        names.some((name) => name.toLowerCase() === plain),
      ),
    ) ??
    targets.find(({ code }) => isSameWriting(code, wanted.trim()))
  );
}

/** Whether two codes name one language in one script, whatever the region. */
export function isSameWriting(first: string, second: string): boolean {
  const [one, other] = [writingOf(first), writingOf(second)];
  return one !== undefined && one === other;
}

function writingOf(code: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(code.replaceAll('_', '-')).maximize();
    return `${language}-${script ?? ''}`;
  } catch {
    return undefined; // a name, or a code of the model's own
  }
}
