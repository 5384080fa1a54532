import type { Direction } from './direction.js';
import type { DraftToken } from './draftTokens.js';
import type { PhraseOption } from './phraseOptions.js';
import { joiner, numberWord, slotWord } from './vocabulary.js';

/** A way to translate a span of the source. */
export interface TranslationOption {
  /** Span [start, end) in tokens of the source. */
  readonly start: number;
  readonly end: number;
  readonly phrase: PhraseOption;
}

/** The options of every span of a sentence: `options[start][length − 1]`, best first. */
export function optionsOf(direction: Direction, tokens: readonly DraftToken[]): TranslationOption[][][] {
  const ids = Int32Array.from(tokens, ({ word }) => direction.source.vocabulary.sourceId(word) ?? -1);
  const { longest } = direction.table.header;
  return tokens.map((_, start) => {
    const bySize: TranslationOption[][] = [];
    for (let end = start + 1; end <= Math.min(tokens.length, start + longest); end++) {
      const isUnknown = ids[end - 1]! < 0;
      if (isUnknown && end > start + 1) break;
      const found = isUnknown ? [] : direction.options(ids, start, end);
      const phrases = found.length === 0 && end === start + 1 ? [direction.copy] : found;
      bySize.push(phrases.map((phrase) => ({ start, end, phrase })));
      if (isUnknown) break;
    }
    return bySize;
  });
}

/** The target words as tokens: the k-th slot of a class takes the payload of the k-th of that class in the source. */
export function shownTokens(
  { target }: Direction,
  source: readonly DraftToken[],
  { start, end, phrase }: TranslationOption,
): readonly DraftToken[] {
  const own = source.slice(start, end);
  if (phrase.pair < 0) return own;
  const payloads = { x: own.filter(({ slot }) => slot === 'x'), n: own.filter(({ slot }) => slot === 'n') };
  return phrase.words.map((id): DraftToken => {
    const word = target.vocabulary.words[id] ?? '';
    const bare = word.replaceAll(joiner, '');
    const slot = bare === slotWord ? 'x' : bare === numberWord ? 'n' : undefined;
    const payload = slot && payloads[slot].shift();
    return { word, text: payload?.text ?? bare, slot };
  });
}
