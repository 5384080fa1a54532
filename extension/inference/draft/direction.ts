import type { LanguageModel } from './languageModel.js';
import type { PairTable, SearchSettings } from './pairTable.js';
import { PhraseIndex } from './phraseIndex.js';
import { copyOption, type PhraseOption, phraseOptions, type PhrasePairs } from './phraseOptions.js';

/** So many source phrases keep their options: a few megabytes. */
const mostRemembered = 4000;

/** Everything that drafts in one direction need. */
export class Direction implements PhrasePairs {
  public readonly settings: SearchSettings;
  /** Whether the source is language `a` of the table. */
  public readonly forward: boolean;
  /** Words of the target phrases: phrase e has those from `targetStart[e]` to `targetStart[e + 1]`. */
  public readonly targetWords: Uint16Array;
  public readonly targetStart: Uint32Array;
  /** For a token that no phrase covers. */
  public readonly copy: PhraseOption;
  private readonly index: PhraseIndex;
  private readonly remembered = new Map<string, readonly PhraseOption[]>();

  /** @throws Error if the table is not for these languages */
  public constructor(
    public readonly table: PairTable,
    public readonly source: LanguageModel,
    public readonly target: LanguageModel,
  ) {
    const name = `${source.language}-${target.language}`;
    const settings = table.header.directions[name];
    if (!settings) throw new Error(`it does not translate ${name}`);
    this.settings = settings;
    this.forward = table.header.a === source.language;
    this.targetWords = this.forward ? table.targetWords : table.groupWords;
    this.targetStart = this.forward ? table.targetStart : table.groupStart;
    this.copy = copyOption(this);
    this.index = new PhraseIndex(table, source.vocabulary, this.forward);
  }

  /** The best options of a source phrase of canonical ids, best first; remembered for the next sentence. */
  public options(ids: Int32Array, start: number, end: number): readonly PhraseOption[] {
    const key = ids.subarray(start, end).join(' ');
    const known = this.remembered.get(key);
    if (known) return known;
    const options = phraseOptions(this, this.index.find(ids, start, end));
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(key, options);
    return options;
  }

  /** Index of a pair's target phrase in `targetStart`. */
  public targetEntry(pair: number): number {
    return this.forward ? pair : this.table.groupOf(pair);
  }

  /** Ids of the target words of a pair. */
  public wordsOf(pair: number): readonly number[] {
    const entry = this.targetEntry(pair);
    return [...this.targetWords.subarray(this.targetStart[entry], this.targetStart[entry + 1])];
  }

  /** Whether two pairs have the same target words. */
  public isSameTarget(one: number, other: number): boolean {
    const [first, second] = [this.targetEntry(one), this.targetEntry(other)];
    const start = this.targetStart[first]!;
    const length = this.targetStart[first + 1]! - start;
    const from = this.targetStart[second]!;
    if (this.targetStart[second + 1]! - from !== length) return false;
    for (let at = 0; at < length; at++) {
      if (this.targetWords[start + at] !== this.targetWords[from + at]) return false;
    }
    return true;
  }

  /** Weighted score of a pair by itself. */
  public score(pair: number): number {
    const { scores, header } = this.table;
    return -header.step * scores[this.forward ? pair : header.pairs + pair]!;
  }
}
