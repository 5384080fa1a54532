import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { Lexicon, Suggestion } from './lexicon.js';

/** The `spelling` part of a manifest: in nats, what an option's score is made of. */
export interface SpellingWeights {
  readonly margin: number;
  readonly knownMargin: number;
  readonly frequencyWeight: number;
  readonly accents: number;
  readonly ending: number;
  readonly capital: number;
  readonly confused: number;
  readonly repeated: number;
}

/** Tokens that may stand in the place of a word. */
export interface SpellingOption {
  readonly ids: readonly number[];
  /** The word that they are, without the signs around it; empty for none. */
  readonly word: string;
  /** What is added to its log-probability. */
  readonly prior: number;
}

/** A part of a text that may be misspelt: the tokens from `start` to before `end`. The first option is what stands there. */
export interface Suspect {
  readonly start: number;
  readonly end: number;
  readonly options: readonly SpellingOption[];
  /** Whether the lexicon has the word that stands there. */
  readonly known: boolean;
  /** The language of the lexicon. */
  readonly language: string;
  /** How often the word stands in the text before. */
  readonly occurrence: number;
  /** How much better than what stands there an option must be. */
  readonly margin: number;
}

/** Letters of the Latin script. */
const letters = 'A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u1e9e';
/** Beside these, letters are part of a name, an address or code. */
const signs = '0-9_@#/\\\\';
/** What stands around a word, the word, and what follows it; a word may have apostrophes inside. */
const chunk = new RegExp(
  `^[^${letters}${signs}]*([${letters}]+(?:['\u2019][${letters}]+)*)[^${letters}${signs}]*$`,
  'u',
);

const shortest = 3;
const longest = 24;
const leastWords = 3;
const sentenceEnd = /[.!?…]$/u;
/** How many letters at its end make another form of a word. */
const ending = 2;
/** Suggestions that the model is asked about, at most. */
const most = 6;
const capitalisedLanguages: ReadonlySet<string> = new Set(['de']);

/**
 * Finds what may be misspelt in a text, and what may stand there instead; `models/decoding/spelling.py` describes it
 * step by step.
 */
export class SuspectFinder {
  /** @param longestTarget tokens that a target may have */
  public constructor(
    private readonly lexicons: readonly Lexicon[],
    private readonly tokenizer: Tokenizer,
    private readonly weights: SpellingWeights,
    private readonly longestTarget: number,
  ) {}

  public find(textIds: readonly number[]): Suspect[] {
    const parts = this.tokenizer.decode(textIds).split(' ');
    const ids = parts.map((part) => this.tokenizer.encode(part));
    const joined = ids.flat();
    if (joined.length !== textIds.length || joined.some((id, index) => id !== textIds[index])) return [];
    const words = parts.map((part) => chunk.exec(part)?.[1]);
    const lexicon = this.chooseLexicon(words.filter((word) => word !== undefined));
    if (!lexicon) return [];
    const isSentence = parts.length >= leastWords && sentenceEnd.test(parts.at(-1) ?? '');
    const suspects: Suspect[] = [];
    const seen = new Map<string, number>();
    let start = 0;
    parts.forEach((part, index) => {
      const word = words[index];
      const own = ids[index]?.length ?? 0;
      if (word !== undefined) {
        const options = this.options(part, word, lexicon, index === 0, isSentence && index === 0);
        if (part === word && parts[index - 1]?.toLowerCase() === part.toLowerCase())
          options.push({ ids: [], word: '', prior: (options[0]?.prior ?? 0) - this.weights.repeated });
        const length = textIds.length - own + Math.max(...options.map((option) => option.ids.length));
        if (options.length > 1 && length <= this.longestTarget) {
          const known = lexicon.knows(word);
          const margin = known ? this.weights.knownMargin : this.weights.margin;
          const { language } = lexicon;
          const occurrence = seen.get(word) ?? 0;
          suspects.push({ start, end: start + own, options, known, language, occurrence, margin });
        }
        seen.set(word, (seen.get(word) ?? 0) + 1);
      }
      start += own;
    });
    return suspects;
  }

  /** The lexicon that knows most of the words; none if it does not know half of them. */
  private chooseLexicon(words: readonly string[]): Lexicon | undefined {
    const counts = this.lexicons.map((lexicon) => words.filter((word) => lexicon.knows(word)).length);
    const highest = Math.max(0, ...counts);
    return highest > 0 && highest * 2 >= words.length ? this.lexicons[counts.indexOf(highest)] : undefined;
  }

  private options(
    part: string,
    word: string,
    lexicon: Lexicon,
    isFirst: boolean,
    beginsSentence: boolean,
  ): SpellingOption[] {
    const { frequencyWeight, capital } = this.weights;
    const known = lexicon.knows(word);
    const words = [{ spelt: word, prior: frequencyWeight * lexicon.frequency(word) }];
    for (const suggestion of suggestions(word, lexicon, known, isFirst)) {
      const spelt = isCapitalised(word) ? capitalised(suggestion.word) : suggestion.word;
      words.push({ spelt, prior: this.prior(word, suggestion, known) });
    }
    if (beginsSentence && word === word.toLowerCase())
      words.push(...words.map(({ spelt, prior }) => ({ spelt: capitalised(spelt), prior: prior + capital })));
    return words.map(({ spelt, prior }) => {
      return { ids: this.tokenizer.encode(part.replace(word, () => spelt)), word: spelt, prior };
    });
  }

  private prior(word: string, suggestion: Suggestion, known: boolean): number {
    const { frequencyWeight, accents, confused, ending: penalty } = this.weights;
    const prior = frequencyWeight * suggestion.frequency;
    if (known) return prior - (suggestion.accents ? 0 : confused);
    if (suggestion.accents) return prior + accents;
    return prior - (differsAtEnd(word.toLowerCase(), suggestion.word) ? penalty : 0);
  }
}

function suggestions(word: string, lexicon: Lexicon, known: boolean, isFirst: boolean): Suggestion[] {
  // More capitals than the first: an abbreviation, or a name of its own kind.
  if (word.slice(1) !== word.slice(1).toLowerCase()) return [];
  if (known) return lexicon.alternatives(word, most);
  if (word.length < shortest || word.length > longest) return [];
  const mayBeName = isCapitalised(word) && !isFirst && !capitalisedLanguages.has(lexicon.language);
  return mayBeName ? [] : lexicon.suggest(word, most);
}

function isCapitalised(word: string): boolean {
  return word.charAt(0) !== word.charAt(0).toLowerCase();
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether two words differ within their last letters only. */
function differsAtEnd(word: string, other: string): boolean {
  let same = 0;
  while (same < Math.min(word.length, other.length) && word.charAt(same) === other.charAt(same)) same++;
  return same >= Math.max(word.length, other.length) - ending;
}
