import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import type { Manifest } from '../../core/model/manifest.js';
import { languageName } from '../../core/text/languageName.js';

/** Labels among which one is chosen. */
export interface LabelSet {
  readonly name: string;
  /** What a person reads as its name, where they gave it one. */
  readonly title?: string;
  /** What settings and rules call the labels. */
  readonly labels: readonly string[];
  /** Label → language code → the word that stands for it in texts of that language. */
  readonly words?: Words;
  /** Codes of the languages of the texts it is for; empty: any. */
  readonly languages: readonly string[];
  /** From the settings, not from the model. */
  readonly own?: true;
}

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The set whose answer says for which texts the others are. */
export const languageSet = 'language';

/** A language counts as known from this probability on. */
const certain = 0.6;

const definition = lazily(() => {
  const word = z.string().trim();
  const list = z.array(word).transform((labels) => [...new Set(labels.filter((label) => label !== ''))]);
  const wordsByLabel = z.record(word.min(1), z.record(z.string(), word.min(1)));
  return z.union([
    list.transform((labels) => ({ labels, words: undefined, title: undefined, languages: [] as string[] })),
    z
      .object({
        labels: z.union([list, wordsByLabel]),
        title: word.min(1).optional(),
        languages: z.array(word).default([]),
      })
      .transform(({ labels, ...rest }) =>
        Array.isArray(labels)
          ? { ...rest, labels, words: undefined }
          : { ...rest, labels: Object.keys(labels), words: labels },
      ),
  ]);
});

/**
 * The label sets of the model and a person's own; of two with the same name the person's.
 * @param own the value of `interlinear.labelSets`: anything can stand in a settings file, and what is no set is left out
 */
export function labelSets(manifest: Pick<Manifest, 'labelSets'>, own: unknown): LabelSet[] {
  const builtIn = manifest.labelSets.map(({ id, labels, languages }) => ({ name: id, labels, languages }));
  const sets = new Map<string, LabelSet>(builtIn.map((set) => [set.name, set]));
  for (const [name, value] of Object.entries(typeof own === 'object' && own !== null ? own : {})) {
    const parsed = definition().safeParse(value);
    if (name.trim() !== '' && parsed.success && parsed.data.labels.length >= 2) {
      const { labels, words, title, languages } = parsed.data;
      sets.set(name, {
        name,
        labels,
        languages,
        own: true,
        ...(words && { words }),
        ...(title && { title }),
      });
    }
  }
  return [...sets.values()];
}

/**
 * What the model is asked to choose among for a text in `language`, in the order of the labels: their words in that
 * language, else the English ones, else the labels. Never a mixture, because a word of the text's own language would
 * be the likelier one whatever it means.
 */
export function wordsFor({ labels, words }: LabelSet, language?: string): readonly string[] {
  for (const code of [language, 'en']) {
    const found = labels.flatMap((label) => (code === undefined ? [] : (words?.[label]?.[code] ?? [])));
    if (found.length === labels.length && new Set(found).size === labels.length) {
      return found;
    }
  }
  return labels;
}

/** The sets with these names, in this order, that are for texts in `language`, or for any if it is not known. */
export function chosenSets(sets: readonly LabelSet[], names: unknown, language?: string): LabelSet[] {
  const wanted = Array.isArray(names) ? [...new Set<unknown>(names)] : [];
  return wanted
    .map((name) => sets.find((set) => set.name === name))
    .filter((set) => set !== undefined)
    .filter((set) => isFor(set, language));
}

/** Whether a set is for texts in `language`; one that is not known may be any. */
export function isFor({ name, languages }: LabelSet, language: string | undefined): boolean {
  return (
    name === languageSet || language === undefined || languages.length === 0 || languages.includes(language)
  );
}

/** Code of the language that an answer to the language set means; undefined if that is not certain. */
export function languageIn(
  set: LabelSet,
  scores: readonly { readonly label: string; readonly probability: number }[],
): string | undefined {
  const best = scores.find(({ probability }) => probability >= certain)?.label;
  return best === undefined ? undefined : languageCode(set, best);
}

/** Code of the language that a label of the language set names. */
export function languageCode({ languages }: LabelSet, label: string): string | undefined {
  return languages.find((code) => languageName(code, 'en', code).toLowerCase() === label.toLowerCase());
}
