import type { Manifest } from '../../core/manifest.js';
import { languageName } from '../host/languageName.js';

/** Labels among which one is chosen. */
export interface LabelSet {
  readonly name: string;
  readonly labels: readonly string[];
  /** Codes of the languages of the texts it is for; empty: any. */
  readonly languages: readonly string[];
}

/** The set whose answer says for which texts the others are. */
export const languageSet = 'language';

/** A language counts as known from this probability on. */
const certain = 0.6;

/**
 * The label sets of the model and a person's own; of two with the same name the person's.
 * @param own the value of `interlinear.labelSets`: anything can stand in a settings file, and what is no set is left out
 */
export function labelSets(manifest: Pick<Manifest, 'labelSets'>, own: unknown): LabelSet[] {
  const builtIn = manifest.labelSets.map(({ id, labels, languages }) => ({ name: id, labels, languages }));
  const sets = new Map<string, LabelSet>(builtIn.map((set) => [set.name, set]));
  for (const [name, value] of Object.entries(typeof own === 'object' && own !== null ? own : {})) {
    const labels = labelsIn(value);
    if (name.trim() !== '' && labels.length >= 2) {
      sets.set(name, { name, labels, languages: [] });
    }
  }
  return [...sets.values()];
}

/** The sets with these names, in this order, that are for texts in `language`, or for any if it is not known. */
export function chosenSets(sets: readonly LabelSet[], names: unknown, language?: string): LabelSet[] {
  const wanted = Array.isArray(names) ? [...new Set<unknown>(names)] : [];
  return wanted
    .map((name) => sets.find((set) => set.name === name))
    .filter((set) => set !== undefined)
    .filter(
      ({ name, languages }) =>
        name === languageSet ||
        language === undefined ||
        languages.length === 0 ||
        languages.includes(language),
    );
}

/** Code of the language that an answer to the language set means; undefined if that is not certain. */
export function languageIn(
  set: LabelSet,
  scores: readonly { readonly label: string; readonly probability: number }[],
): string | undefined {
  const best = scores.find(({ probability }) => probability >= certain)?.label;
  return best === undefined
    ? undefined
    : set.languages.find((code) => languageName(code, 'en', code).toLowerCase() === best.toLowerCase());
}

function labelsIn(value: unknown): string[] {
  const labels = Array.isArray(value) ? value.filter((label) => typeof label === 'string') : [];
  return [...new Set(labels.map((label) => label.trim()).filter((label) => label !== ''))];
}
