import type { Drafter, TableDraft } from './draftDecoder.js';

/** So many translations into the language between are translated on. */
const between = 3;

/** Translates through a language between, for two languages that have no table of their own. */
export class PivotDecoder implements Drafter {
  public constructor(
    private readonly first: Drafter,
    private readonly second: Drafter,
  ) {}

  public get sourceLanguage(): string {
    return this.first.sourceLanguage;
  }

  /** See `Drafter.translate`; a score is the sum of both. */
  public translate(sentence: string, count: number, straight = false): TableDraft[] {
    const best = new Map<string, TableDraft>();
    for (const middle of this.first.translate(sentence, between, straight)) {
      for (const { text, score } of this.second.translate(middle.text, count, straight)) {
        const draft = { text, score: middle.score + score };
        if (draft.score > (best.get(text)?.score ?? -Infinity)) best.set(text, draft);
      }
    }
    return [...best.values()].sort((one, other) => other.score - one.score).slice(0, count);
  }
}
