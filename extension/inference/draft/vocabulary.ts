import { createHash } from 'node:crypto';

/** Ids that every vocabulary has. */
export const startId = 0;
export const endId = 1;
export const unknownId = 2;
/** U+FFED marks the edge of a word where no space stands. */
export const joiner = '\uffed';
export const slotWord = '⦅x⦆';
export const numberWord = '⦅n⦆';

const longestHan = 8;
/** No Han character comes before U+2E80. */
const firstHan = 0x2e80;
const curly = /[‘’ʼ“”„‟]/u;
const hanOnly = /^\p{Script=Han}+$/u;

/** The form by which words of a source are compared: lower case, plain quotes. */
function keyOf(word: string): string {
  const lower = word.toLowerCase();
  return curly.test(lower) ? lower.replace(/[‘’ʼ]/gu, "'").replace(/[“”„‟]/gu, '"') : lower;
}

/** The words of a language in the draft tables: text to id and back (docs/drafts-format.md, sections 2 to 4). */
export class Vocabulary {
  public readonly words: readonly string[];
  /** Hexadecimal SHA-256 of the section, by which pair files name it. */
  public readonly sha256: string;
  private found: SourceWords | undefined;

  /** @param section words in UTF-8, joined by line ends */
  public constructor(section: Buffer) {
    this.sha256 = createHash('sha256').update(section).digest('hex');
    this.words = section.toString('utf8').split('\n');
    if (this.words.length > 0xffff) throw new Error('its vocabulary is too large');
  }

  /** Smallest id with the same word in lower case, by id. */
  public get canonical(): Uint16Array {
    return this.sources.canonical;
  }

  public get size(): number {
    return this.words.length;
  }

  /** The canonical id of a token of a source: as it is, without marks, with one at its start, at its end. */
  public sourceId(token: string): number | undefined {
    const lower = keyOf(token);
    const { byKey } = this.sources;
    const known = byKey.get(lower);
    if (known !== undefined) return known;
    const bare = lower.replaceAll(joiner, '');
    return byKey.get(bare) ?? byKey.get(joiner + bare) ?? byKey.get(bare + joiner);
  }

  /** Cuts a run of Han characters into words: at each place the longest that is known, else one character. */
  public cutHan(run: string): string[] {
    const { han } = this.sources;
    const characters = Array.from(run);
    const words: string[] = [];
    for (let at = 0; at < characters.length;) {
      let length = Math.min(longestHan, characters.length - at);
      while (length > 1 && !han.has(characters.slice(at, at + length).join(''))) length--;
      words.push(characters.slice(at, at + length).join(''));
      at += length;
    }
    return words;
  }

  /** What only a language needs that is translated from: made when it is first asked for. */
  private get sources(): SourceWords {
    return (this.found ??= sourceWords(this.words));
  }
}

interface SourceWords {
  readonly canonical: Uint16Array;
  readonly byKey: ReadonlyMap<string, number>;
  /** Words of Han characters alone. */
  readonly han: ReadonlySet<string>;
}

function sourceWords(words: readonly string[]): SourceWords {
  const canonical = new Uint16Array(words.length);
  const byKey = new Map<string, number>();
  const han = new Set<string>();
  words.forEach((word, id) => {
    const key = keyOf(word);
    const first = byKey.get(key);
    if (first === undefined) byKey.set(key, id);
    canonical[id] = first ?? id;
    if (word.charCodeAt(0) >= firstHan && hanOnly.test(word)) han.add(word);
  });
  return { canonical, byKey, han };
}
