/** What a word may stand for, in lower case. */
export interface Suggestion {
  readonly word: string;
  /** Rounded logarithm to base 2 of its count in the texts that the lexicon was made of. */
  readonly frequency: number;
  /** Whether only accents differ. */
  readonly accents: boolean;
}

/** Two letters that people write where a key is missing. */
const digraphs = [
  ['ae', 'ä'],
  ['oe', 'ö'],
  ['ue', 'ü'],
  ['ss', 'ß'],
  ['oe', 'œ'],
] as const;

/** The parts of two words without their space are words this frequent at least, and this long. */
const leastPart = 7;
const shortestPart = 2;

/** The words of one language. `models/text/lexicon.py` describes the same. */
export class Lexicon {
  #byPlain: Map<string, string[]> | undefined;

  /**
   * @param alphabet letters that a slip may leave out or replace
   * @param frequencies by word in lower case
   * @param confusions by word: others that people write in its place
   */
  public constructor(
    public readonly language: string,
    private readonly alphabet: readonly string[],
    private readonly frequencies: ReadonlyMap<string, number>,
    private readonly confusions: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  /** Whether a word, in any letter case, is in the lexicon. */
  public knows(word: string): boolean {
    return this.frequencies.has(word.toLowerCase());
  }

  /** How frequent a word is, in any letter case; 0 for one that is not in the lexicon. */
  public frequency(word: string): number {
    return this.frequencies.get(word.toLowerCase()) ?? 0;
  }

  /** Known words that differ in their accents only: the most frequent first, at most `most`. */
  public accented(word: string, most: number): Suggestion[] {
    const lower = word.toLowerCase();
    const others = (this.byPlain().get(withoutAccents(lower)) ?? []).filter((other) => other !== lower);
    return ordered(
      others.map((other) => ({ word: other, frequency: this.frequency(other), accents: true })),
    ).slice(0, most);
  }

  /** What a known word may stand for: words that differ in accents only, and those that it is taken for. */
  public alternatives(word: string, most: number): Suggestion[] {
    const accented = this.accented(word, most);
    const known = new Set(accented.map((suggestion) => suggestion.word));
    const others = (this.confusions.get(word.toLowerCase()) ?? []).filter((other) => !known.has(other));
    const confused = others.map((other) => ({
      word: other,
      frequency: this.frequency(other),
      accents: false,
    }));
    return [...accented, ...ordered(confused)].slice(0, most);
  }

  /** Known words one slip away, and two words without their space: the likeliest first, at most `most`. */
  public suggest(word: string, most: number): Suggestion[] {
    const lower = word.toLowerCase();
    const found = new Map(this.accented(word, most).map((suggestion) => [suggestion.word, suggestion]));
    for (const candidate of variants(lower, this.alphabet)) {
      const frequency = this.frequencies.get(candidate);
      if (frequency !== undefined && candidate !== lower && !found.has(candidate))
        found.set(candidate, { word: candidate, frequency, accents: false });
    }
    for (const [spelt, letter] of digraphs) {
      const candidate = lower.replaceAll(spelt, letter);
      const frequency = this.frequencies.get(candidate);
      if (candidate !== lower && frequency !== undefined)
        found.set(candidate, { word: candidate, frequency, accents: true });
    }
    for (let cut = shortestPart; cut <= lower.length - shortestPart; cut++) {
      const parts = [lower.slice(0, cut), lower.slice(cut)];
      const frequency = Math.min(...parts.map((part) => this.frequencies.get(part) ?? 0));
      const two = parts.join(' ');
      if (frequency >= leastPart)
        found.set(two, { word: two, frequency: Math.floor(frequency / 2), accents: false });
    }
    return ordered([...found.values()]).slice(0, most);
  }

  /** Words by what is left of them without accents; made when it is first asked for. */
  private byPlain(): ReadonlyMap<string, readonly string[]> {
    if (!this.#byPlain) {
      this.#byPlain = new Map();
      for (const word of this.frequencies.keys()) {
        const plain = withoutAccents(word);
        const own = this.#byPlain.get(plain);
        if (own) own.push(word);
        else this.#byPlain.set(plain, [word]);
      }
    }
    return this.#byPlain;
  }
}

const combining = /[\u0300-\u036f]/gu;
const ascii = /^[\0-\x7f]*$/u;

/** The word without combining marks (NFD). */
function withoutAccents(word: string): string {
  return ascii.test(word) ? word : word.normalize('NFD').replaceAll(combining, '');
}

function ordered(suggestions: readonly Suggestion[]): Suggestion[] {
  return [...suggestions].sort(
    (one, other) =>
      Number(other.accents) - Number(one.accents) ||
      other.frequency - one.frequency ||
      (one.word < other.word ? -1 : 1),
  );
}

/** All strings one slip away: a letter left out, doubled, swapped, replaced or added. */
function* variants(word: string, alphabet: readonly string[]): Generator<string> {
  for (let place = 0; place <= word.length; place++) {
    const head = word.slice(0, place);
    const tail = word.slice(place);
    if (tail) yield head + tail.slice(1);
    if (tail.length > 1) yield `${head}${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`;
    for (const letter of alphabet) {
      if (tail) yield head + letter + tail.slice(1);
      yield head + letter + tail;
    }
  }
}
