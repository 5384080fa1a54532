import type { Direction } from './direction.js';
import { type DraftToken } from './draftTokens.js';
import { noWord } from './languageModel.js';
import { numberWord, joiner, slotWord, unknownId } from './vocabulary.js';

/** A way to translate a span of the source. */
export interface TranslationOption {
  /** Span [start, end) in tokens of the source. */
  readonly start: number;
  readonly end: number;
  /** Ids of the target words. */
  readonly words: readonly number[];
  /** Score of everything that does not depend on what stands around it. */
  readonly base: number;
  /** Sum of the language model's scores of the third word on: these have their whole context inside. */
  readonly innerScores: readonly number[];
  readonly estimate: number;
  /** Number of the phrase pair; −1 for a token without any. */
  readonly pair: number;
  /** Text of every target word as it is to be shown, with joiners; slots have their payload. */
  readonly tokens: () => readonly DraftToken[];
  /** Index of its orientations in the table; −1 for none. */
  readonly orientation: number;
  readonly previousMonotone: number;
  readonly previousSwap: number;
  readonly previousOther: number;
  readonly nextMonotone: number;
  readonly nextSwap: number;
  readonly nextOther: number;
}

const none: readonly [number, number, number, number] = [-1, -1, -1, -1];

/** The options of every span of a sentence: `options[start][length − 1]`, best first. */
export function optionsOf(direction: Direction, tokens: readonly DraftToken[]): TranslationOption[][][] {
  const ids = Int32Array.from(tokens, ({ word }) => direction.source.vocabulary.sourceId(word) ?? -1);
  const { longest } = direction.table.header;
  return tokens.map((_, start) => {
    const bySize: TranslationOption[][] = [];
    for (let end = start + 1; end <= Math.min(tokens.length, start + longest); end++) {
      const found = ids[end - 1]! < 0 ? [] : optionsOfSpan(direction, tokens, ids, start, end);
      if (ids[end - 1]! < 0 && end > start + 1) break;
      bySize.push(found.length === 0 && end === start + 1 ? [copied(direction, tokens, start)] : found);
      if (ids[end - 1]! < 0) break;
    }
    return bySize;
  });
}

function optionsOfSpan(
  direction: Direction,
  tokens: readonly DraftToken[],
  ids: Int32Array,
  start: number,
  end: number,
): TranslationOption[] {
  const { settings } = direction;
  const { weights } = settings;
  const seen = new Map<string, { readonly option: TranslationOption; readonly score: number }>();
  for (const pair of direction.index.find(ids, start, end)) {
    const words = direction.targetWords(pair);
    const score = direction.score(pair);
    const key = words.join(' ');
    const known = seen.get(key);
    if (known && known.score >= score) continue;
    const base = score + weights.words * words.length + weights.phrases;
    const inside = insideScores(direction, words);
    let sum = 0;
    for (const one of inside) sum += one;
    const option: TranslationOption = {
      ...{ start, end, words, base, pair },
      innerScores: inside.slice(2),
      estimate: base + weights.lm * sum,
      tokens: () => shownTokens(direction, tokens.slice(start, end), words),
      ...orientationOf(direction, pair),
    };
    seen.set(key, { option, score });
  }
  const options = [...seen.values()].map(({ option }) => option);
  options.sort((one, other) => other.estimate - one.estimate || one.pair - other.pair);
  return options.slice(0, settings.options);
}

function insideScores({ target }: Direction, words: readonly number[]): number[] {
  return words.map((word, index) =>
    target.score(words[index - 2] ?? noWord, words[index - 1] ?? noWord, word),
  );
}

/** A token that no phrase covers stands in the translation as it is. */
function copied(
  { target, settings }: Direction,
  tokens: readonly DraftToken[],
  start: number,
): TranslationOption {
  const { weights } = settings;
  const base = weights.unknown + weights.words + weights.phrases;
  const token = tokens[start]!;
  const inside = target.score(noWord, noWord, unknownId);
  return {
    ...{ start, end: start + 1, words: [unknownId], base, pair: -1 },
    innerScores: [],
    estimate: base + weights.lm * inside,
    tokens: () => [token],
    orientation: -1,
    ...{ previousMonotone: -1, previousSwap: -1, previousOther: -1 },
    ...{ nextMonotone: -1, nextSwap: -1, nextOther: -1 },
  };
}

function orientationOf(
  { table, forward }: Direction,
  pair: number,
): Pick<
  TranslationOption,
  | 'orientation'
  | 'previousMonotone'
  | 'previousSwap'
  | 'previousOther'
  | 'nextMonotone'
  | 'nextSwap'
  | 'nextOther'
> {
  const orientation = table.orientations?.[pair] ?? -1;
  const [same, right, left, after] = table.header.orientations[orientation] ?? none;
  const [previousSwap, nextSwap] = forward ? [right, left] : [left, right];
  return {
    orientation,
    previousMonotone: same,
    previousSwap,
    previousOther: other(same, previousSwap),
    nextMonotone: after,
    nextSwap,
    nextOther: other(after, nextSwap),
  };
}

function other(monotone: number, swap: number): number {
  return Math.log(Math.max(0.01, 1 - Math.exp(monotone) - Math.exp(swap)));
}

/** The target words as tokens: the k-th slot of a class takes the payload of the k-th of that class in the source. */
function shownTokens(
  { target }: Direction,
  source: readonly DraftToken[],
  words: readonly number[],
): readonly DraftToken[] {
  const payloads = {
    x: source.filter(({ slot }) => slot === 'x'),
    n: source.filter(({ slot }) => slot === 'n'),
  };
  return words.map((id): DraftToken => {
    const word = target.vocabulary.words[id] ?? '';
    const bare = word.replaceAll(joiner, '');
    const slot = bare === slotWord ? 'x' : bare === numberWord ? 'n' : undefined;
    const payload = slot && payloads[slot].shift();
    return { word, text: payload?.text ?? bare, slot };
  });
}
