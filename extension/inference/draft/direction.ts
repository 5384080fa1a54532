import type { LanguageModel } from './languageModel.js';
import type { PairTable, SearchSettings } from './pairTable.js';
import { PhraseIndex } from './phraseIndex.js';

/** Everything that drafts in one direction need. */
export class Direction {
  public readonly settings: SearchSettings;
  /** Whether the source is language `a` of the table. */
  public readonly forward: boolean;
  public readonly index: PhraseIndex;

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
    this.index = new PhraseIndex(table, source.vocabulary, this.forward);
  }

  /** Ids of the target words of a pair. */
  public targetWords(pair: number): readonly number[] {
    const { table } = this;
    if (this.forward)
      return [...table.targetWords.subarray(table.targetStart[pair], table.targetStart[pair + 1])];
    const group = table.groupOf(pair);
    return [...table.groupWords.subarray(table.groupStart[group], table.groupStart[group + 1])];
  }

  /** Weighted score of a pair by itself. */
  public score(pair: number): number {
    const { scores, header } = this.table;
    return -header.step * scores[this.forward ? pair : header.pairs + pair]!;
  }
}
