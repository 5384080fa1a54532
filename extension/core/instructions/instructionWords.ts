import type { Manifest } from '../model/manifest.js';
import { plainPhrase } from './plainPhrase.js';
import { segmenterOf } from '../text/segmenters.js';

/** A language that an instruction names. */
export interface NamedLanguage {
  readonly code: string;
  /** Index in the instruction's words (without names of languages) before which it stands. */
  readonly at: number;
}

/** The words of an instruction as a person types it, and the languages that it names. */
export interface InstructionWords {
  readonly words: readonly string[];
  readonly languages: readonly NamedLanguage[];
}

const nameCache = new WeakMap<Manifest['languageNames'], ReadonlyMap<string, string>>();

/** Cuts an instruction into words (Unicode's rules, with a dictionary for Chinese), names of languages apart. */
export function splitInstruction(text: string, languageNames: Manifest['languageNames']): InstructionWords {
  const names = namesOf(languageNames);
  const all = wordsOf(plainPhrase(text));
  const words: string[] = [];
  const languages: NamedLanguage[] = [];
  for (let index = 0; index < all.length;) {
    const length = [4, 3, 2, 1].find((count) => {
      return index + count <= all.length && names.has(nameOf(all.slice(index, index + count)));
    });
    if (length === undefined) {
      words.push(all[index]!);
      index++;
      continue;
    }
    const code = names.get(nameOf(all.slice(index, index + length)))!;
    languages.push({ code, at: words.length });
    index += length;
  }
  return { words, languages };
}

/** Names that are words of their own in another language, and stand there for something else. */
const ambiguous = new Set(['china']);

function namesOf(languageNames: Manifest['languageNames']): ReadonlyMap<string, string> {
  const cached = nameCache.get(languageNames);
  if (cached) return cached;
  const names = new Map<string, string>();
  for (const [code, byLanguage] of Object.entries(languageNames)) {
    for (const name of Object.values(byLanguage).flat()) {
      const key = nameOf(wordsOf(plainPhrase(name)));
      if (!ambiguous.has(key)) names.set(key, code);
    }
  }
  nameCache.set(languageNames, names);
  return names;
}

function nameOf(words: readonly string[]): string {
  return words.join(' ');
}

function wordsOf(phrase: string): string[] {
  return phrase
    .split(/[\s'-]+/u)
    .flatMap((part) => [...segmenterOf('word', 'zh').segment(part)])
    .flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}
