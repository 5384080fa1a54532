import * as z from 'zod';
import { DraftFile, VarintReader } from './draftFile.js';
import { startId, Vocabulary } from './vocabulary.js';

const headerSchema = z.object({
  language: z.string(),
  words: z.number().int(),
  order: z.literal(3),
  ngrams: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  probabilities: z.array(z.number()).max(256),
  backoffs: z.array(z.number()).max(256),
  vocabulary: z.string(),
  hanSpacing: z.boolean().optional(),
});

/** No word: the context ends there. */
export const noWord = -1;

/** Vocabulary and trigram model of a language (docs/drafts-format.md, section 2). Probabilities are natural logarithms. */
export class LanguageModel {
  public readonly language: string;
  public readonly vocabulary: Vocabulary;
  /** Whether a space stands between a Han character and a letter or number. */
  public readonly hanSpacing: boolean;
  private readonly probabilities: Float64Array;
  private readonly backoffs: Float64Array;
  private readonly unigrams: Uint8Array;
  private readonly bigramStart: Uint32Array;
  private readonly bigramWord: Uint16Array;
  private readonly bigramScores: Uint8Array;
  private readonly trigramStart: Uint32Array;
  private readonly trigramWord: Uint16Array;
  private readonly trigramScores: Uint8Array;

  /** @throws Error that says what is wrong with the file */
  public constructor(bytes: Uint8Array) {
    const file = DraftFile.parse(bytes, 'language', headerSchema);
    const { header } = file;
    this.language = header.language;
    this.hanSpacing = header.hanSpacing ?? false;
    this.vocabulary = new Vocabulary(file.section('words'));
    const { size } = this.vocabulary;
    if (size !== header.words || this.vocabulary.sha256 !== header.vocabulary) {
      throw new Error('its vocabulary is another one than it says');
    }
    this.probabilities = Float64Array.from(header.probabilities);
    this.backoffs = Float64Array.from(header.backoffs);
    const [, bigrams, trigrams] = header.ngrams;
    this.unigrams = sized(file.section('unigrams'), 2 * size);
    this.bigramScores = sized(file.section('bigram-scores'), 2 * bigrams);
    this.trigramScores = sized(file.section('trigram-scores'), trigrams);
    this.bigramStart = starts(file.section('bigram-counts'), size, bigrams);
    this.bigramWord = ascending(file.section('bigram-words'), this.bigramStart, size);
    this.trigramStart = starts(file.section('trigram-counts'), bigrams, trigrams);
    this.trigramWord = ascending(file.section('trigram-words'), this.trigramStart, size);
  }

  /** What the words before the next one are to the model, for `scoreIn`. */
  public context(u: number, v: number): { readonly bigram: number; readonly v: number } {
    return { bigram: u === noWord || v === noWord ? -1 : this.bigram(u, v), v };
  }

  /** ln p(w | u, v), where v comes directly before w and u before that; either may be `noWord`. */
  public score(u: number, v: number, w: number): number {
    return this.scoreAfter(u === noWord || v === noWord ? -1 : this.bigram(u, v), v, w);
  }

  /** As `score`, for many words in one context. */
  public scoreIn({ bigram, v }: { readonly bigram: number; readonly v: number }, w: number): number {
    return this.scoreAfter(bigram, v, w);
  }

  private scoreAfter(bigram: number, v: number, w: number): number {
    if (v === noWord) return this.unigram(w);
    if (bigram < 0) return this.afterOne(v, w);
    const trigram = find(this.trigramWord, this.trigramStart[bigram]!, this.trigramStart[bigram + 1]!, w);
    if (trigram >= 0) return this.probabilities[this.trigramScores[trigram]!]!;
    const bigrams = this.bigramWord.length;
    return this.backoffs[this.bigramScores[bigrams + bigram]!]! + this.afterOne(v, w);
  }

  private afterOne(v: number, w: number): number {
    const bigram = this.bigram(v, w);
    if (bigram >= 0) return this.probabilities[this.bigramScores[bigram]!]!;
    return this.backoffs[this.unigrams[this.vocabulary.size + v]!]! + this.unigram(w);
  }

  private unigram(w: number): number {
    return this.probabilities[this.unigrams[w]!]!;
  }

  private bigram(v: number, w: number): number {
    return find(this.bigramWord, this.bigramStart[v]!, this.bigramStart[v + 1]!, w);
  }
}

/** The state of the language model at the start of a sentence: no word, then `<s>`. */
export const startState = { u: noWord, v: startId } as const;

function sized(section: Uint8Array, size: number): Uint8Array {
  if (section.length !== size) throw new Error('a section has another size than it should');
  return section;
}

/** Where the entries of each of `count` begin, from how many each has. */
function starts(section: Uint8Array, count: number, total: number): Uint32Array {
  const reader = new VarintReader(section);
  const result = new Uint32Array(count + 1);
  for (let index = 0; index < count; index++) result[index + 1] = result[index]! + reader.next();
  reader.finish();
  if (result[count] !== total) throw new Error('its numbers of entries do not add up');
  return result;
}

function ascending(section: Uint8Array, from: Uint32Array, size: number): Uint16Array {
  const reader = new VarintReader(section);
  const result = new Uint16Array(from.at(-1) ?? 0);
  for (let group = 0; group + 1 < from.length; group++) {
    let word = -1;
    for (let at = from[group]!; at < from[group + 1]!; at++) {
      word += reader.next() + 1;
      if (word >= size) throw new Error('a word is not in its vocabulary');
      result[at] = word;
    }
  }
  reader.finish();
  return result;
}

/** Index of a word among ascending ones; −1 if it is not there. */
function find(words: Uint16Array, start: number, end: number, word: number): number {
  let low = start;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = words[middle]!;
    if (found === word) return middle;
    if (found < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
