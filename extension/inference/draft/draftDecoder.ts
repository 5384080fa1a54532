import { bestPaths } from './bestPaths.js';
import type { Direction } from './direction.js';
import { withoutDoubles } from './doubledWords.js';
import { tokenise } from './draftTokens.js';
import { joinTokens } from './joinTokens.js';
import { DraftSearch } from './search.js';
import { shownTokens } from './translationOptions.js';

/** A translation that the tables came to. */
export interface TableDraft {
  readonly text: string;
  /** Weighted sum of all scores; comparable among the drafts of one sentence. */
  readonly score: number;
}

/** What makes first versions of translations in one direction. */
export interface Drafter {
  /** Primary subtag. */
  readonly sourceLanguage: string;
  /**
   * The best translations of a sentence, best first, each once.
   * @param sentence with copy characters in place of protected spans
   * @param count how many are wanted, at most
   * @param straight whether phrases stay in the order of the source
   * @returns none if the sentence has no token, or too many
   */
  translate(sentence: string, count: number, straight?: boolean): TableDraft[];
}

/** Longer sentences are not translated: the search takes time that grows with the square of their length. */
const mostTokens = 200;
/** Paths that are looked at for every text that is wanted: many paths come to the same text. */
const pathsEach = 20;

/** Translates sentences by the phrase table of one direction. */
export class DraftDecoder implements Drafter {
  public constructor(public readonly direction: Direction) {}

  public get sourceLanguage(): string {
    return this.direction.source.language;
  }

  /** See `Drafter.translate`. */
  public translate(sentence: string, count: number, straight = false): TableDraft[] {
    const { source, target } = this.direction;
    const tokens = tokenise(sentence, source.language, (run) => source.vocabulary.cutHan(run));
    if (tokens.length === 0 || tokens.length > mostTokens) return [];
    const finals = new DraftSearch(this.direction, tokens, straight).run();
    const style = { language: target.language, source: sentence, hanSpacing: target.hanSpacing };
    const drafts = new Map<string, TableDraft>();
    let looked = 0;
    for (const { options, score } of bestPaths(finals)) {
      const text = joinTokens(
        withoutDoubles(
          options.map((option) => shownTokens(this.direction, tokens, option)),
          tokens,
        ),
        style,
      );
      if (!drafts.has(text)) drafts.set(text, { text, score });
      if (drafts.size >= count || ++looked >= count * pathsEach) break;
    }
    return [...drafts.values()];
  }
}
