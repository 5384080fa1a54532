import * as z from 'zod';
import { DraftFile, readVarints } from './draftFile.js';
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

type LanguageFile = DraftFile<z.infer<typeof headerSchema>>;

const ngramSections = [
  'unigrams',
  'bigram-counts',
  'bigram-words',
  'bigram-scores',
  'trigram-counts',
  'trigram-words',
  'trigram-scores',
] as const;

/** The trigrams of a language in flat arrays. */
class Ngrams {
  public readonly probabilities: Float64Array;
  public readonly backoffs: Float64Array;
  public readonly unigrams: Uint8Array;
  public readonly bigramStart: Uint32Array;
  public readonly bigramWord: Uint16Array;
  public readonly bigramScores: Uint8Array;
  public readonly trigramStart: Uint32Array;
  public readonly trigramWord: Uint16Array;
  public readonly trigramScores: Uint8Array;

  private constructor(
    { ngrams: [, bigrams, trigrams], probabilities, backoffs }: LanguageFile['header'],
    sections: Readonly<Record<(typeof ngramSections)[number], Buffer>>,
    public readonly size: number,
  ) {
    this.probabilities = Float64Array.from(probabilities);
    this.backoffs = Float64Array.from(backoffs);
    this.unigrams = sized(sections.unigrams, 2 * size);
    this.bigramScores = sized(sections['bigram-scores'], 2 * bigrams);
    this.trigramScores = sized(sections['trigram-scores'], trigrams);
    this.bigramStart = starts(sections['bigram-counts'], size, bigrams);
    this.bigramWord = ascending(sections['bigram-words'], this.bigramStart, size);
    this.trigramStart = starts(sections['trigram-counts'], bigrams, trigrams);
    this.trigramWord = ascending(sections['trigram-words'], this.trigramStart, size);
  }

  public static async read(file: LanguageFile, size: number): Promise<Ngrams> {
    return new Ngrams(file.header, await file.unpack(...ngramSections), size);
  }
}

/**
 * Vocabulary and trigram model of a language (docs/drafts-format.md, section 2). Probabilities are natural logarithms.
 * The trigrams are unpacked by `prepare`: of a language that is only translated from they never are.
 */
export class LanguageModel {
  public readonly language: string;
  public readonly vocabulary: Vocabulary;
  /** Whether a space stands between a Han character and a letter or number. */
  public readonly hanSpacing: boolean;
  private packed: LanguageFile | undefined;
  private unpacked: Ngrams | undefined;
  private preparation: Promise<void> | undefined;

  private constructor(file: LanguageFile, words: Buffer) {
    const { header } = file;
    this.packed = file;
    this.language = header.language;
    this.hanSpacing = header.hanSpacing ?? false;
    this.vocabulary = new Vocabulary(words);
    if (this.vocabulary.size !== header.words || this.vocabulary.sha256 !== header.vocabulary) {
      throw new Error('its vocabulary is another one than it says');
    }
  }

  /** @throws Error that says what is wrong with the file */
  public static async read(bytes: Uint8Array): Promise<LanguageModel> {
    const file = DraftFile.parse(bytes, 'language', headerSchema);
    return new LanguageModel(file, (await file.unpack('words')).words);
  }

  /** Unpacks the trigrams, without which nothing has a score. @throws Error that says what is wrong with them */
  public prepare(): Promise<void> {
    return (this.preparation ??= this.unpack());
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
    const ngrams = this.unpacked ?? this.ngrams;
    if (v === noWord) return ngrams.probabilities[ngrams.unigrams[w]!]!;
    if (bigram < 0) return this.afterOne(ngrams, v, w);
    const { trigramStart, bigramScores } = ngrams;
    const trigram = find(ngrams.trigramWord, trigramStart[bigram]!, trigramStart[bigram + 1]!, w);
    if (trigram >= 0) return ngrams.probabilities[ngrams.trigramScores[trigram]!]!;
    const bigrams = ngrams.bigramWord.length;
    return ngrams.backoffs[bigramScores[bigrams + bigram]!]! + this.afterOne(ngrams, v, w);
  }

  private afterOne(ngrams: Ngrams, v: number, w: number): number {
    const bigram = this.bigram(v, w);
    if (bigram >= 0) return ngrams.probabilities[ngrams.bigramScores[bigram]!]!;
    return ngrams.backoffs[ngrams.unigrams[ngrams.size + v]!]! + ngrams.probabilities[ngrams.unigrams[w]!]!;
  }

  private bigram(v: number, w: number): number {
    const { bigramWord, bigramStart } = this.unpacked ?? this.ngrams;
    return find(bigramWord, bigramStart[v]!, bigramStart[v + 1]!, w);
  }

  private get ngrams(): Ngrams {
    if (!this.unpacked) throw new Error('its language model is not unpacked');
    return this.unpacked;
  }

  private async unpack(): Promise<void> {
    if (this.packed) this.unpacked = await Ngrams.read(this.packed, this.vocabulary.size);
    this.packed = undefined;
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
  const result = cumulated(readVarints(section, count));
  if (result[count] !== total) throw new Error('its numbers of entries do not add up');
  return result;
}

/** Before each value the sum of those before it, and behind the last that of all. */
export function cumulated(values: Uint32Array | Uint8Array): Uint32Array {
  const result = new Uint32Array(values.length + 1);
  let sum = 0;
  for (let index = 0; index < values.length; index++) result[index + 1] = sum += values[index]!;
  return result;
}

function ascending(section: Uint8Array, from: Uint32Array, size: number): Uint16Array {
  const steps = readVarints(section, from.at(-1) ?? 0);
  const result = new Uint16Array(steps.length);
  for (let group = 0; group + 1 < from.length; group++) {
    let word = -1;
    for (let at = from[group]!, end = from[group + 1]!; at < end; at++) {
      word += steps[at]! + 1;
      if (word >= size) throw new Error('a word is not in its vocabulary');
      result[at] = word;
    }
  }
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
