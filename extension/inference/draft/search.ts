import type { Direction } from './direction.js';
import type { DraftToken } from './draftTokens.js';
import { type Hypothesis, HypothesisStack } from './hypothesis.js';
import { startState } from './languageModel.js';
import { optionsOf, type TranslationOption } from './translationOptions.js';
import { endId } from './vocabulary.js';

/** Sums in another order may differ by so much. */
const rounding = 1e-9;

/**
 * Phrase-based stack decoding with limited reordering (Koehn et al. 2003; docs/drafts-format.md, section 6). All
 * arithmetic is in double precision and in a fixed order: the reference in `models/drafts` comes to the same scores.
 */
export class DraftSearch {
  private readonly options: readonly (readonly (readonly TranslationOption[])[])[];
  private readonly future: readonly Float64Array[];
  private readonly stacks: readonly HypothesisStack[];
  private readonly oriented: boolean;

  private readonly distortionLimit: number;

  /**
   * @param tokens at least one
   * @param straight whether phrases stay in the order of the source
   */
  public constructor(
    private readonly direction: Direction,
    private readonly tokens: readonly DraftToken[],
    straight = false,
  ) {
    const { stack, beam, distortionLimit } = direction.settings;
    this.distortionLimit = straight ? 0 : distortionLimit;
    this.oriented = direction.table.orientations !== undefined;
    this.options = optionsOf(direction, tokens);
    this.future = futureCosts(this.options);
    this.stacks = Array.from({ length: tokens.length + 1 }, () => {
      return new HypothesisStack(stack, beam, this.oriented);
    });
  }

  /** The hypotheses that cover the whole sentence, in the order in which they were made; never empty. */
  public run(): readonly Hypothesis[] {
    const first: Hypothesis = {
      gap: 0,
      mask: 0,
      start: 0,
      end: 0,
      u: startState.u,
      v: startState.v,
      score: 0,
      total: 0,
      option: undefined,
      previous: undefined,
      age: 0,
      losers: [],
      chained: undefined,
    };
    this.stacks[0]!.add(first);
    for (let covered = 0; covered < this.tokens.length; covered++) {
      for (const hypothesis of this.stacks[covered]!.survivors()) this.expand(hypothesis, covered);
    }
    return this.stacks[this.tokens.length]!.all();
  }

  private expand(from: Hypothesis, covered: number): void {
    const { distortionLimit } = this;
    const { longest } = this.direction.table.header;
    const { gap, mask, end } = from;
    const count = this.tokens.length;
    for (let start = gap; start < Math.min(count, gap + distortionLimit + 1); start++) {
      if (start > gap && (mask >>> (start - gap)) & 1) continue;
      const distance = Math.abs(start - end);
      if (distance > distortionLimit && start !== gap) continue;
      const bySize = this.options[start]!;
      for (let size = 1; size <= bySize.length; size++) {
        const last = start + size - 1;
        if (last > gap && (mask >>> (last - gap)) & 1) break;
        if (start !== gap && start + size > gap + distortionLimit + longest) break;
        const options = bySize[size - 1]!;
        if (options.length > 0) this.expandSpan(from, start, size, options, distance, covered + size);
      }
    }
  }

  private expandSpan(
    from: Hypothesis,
    start: number,
    size: number,
    options: readonly TranslationOption[],
    distance: number,
    covered: number,
  ): void {
    const { target, settings } = this.direction;
    const { weights } = settings;
    const [gap, mask] = cover(from, start, size);
    const future = this.futureOf(gap, mask);
    const stack = this.stacks[covered]!;
    const isLast = covered === this.tokens.length;
    const context = target.context(from.u, from.v);
    for (const option of options) {
      const { words, innerScores, base, ceiling } = option.phrase;
      const turn = this.oriented ? turnOf(from, option) : 0;
      const way = weights.distortion * distance + weights.orientation * turn;
      // Most are hopeless whatever the language model says of their first words: it can only take from the score.
      if (from.score + ceiling + way + future < stack.least - rounding) continue;
      const first = words[0]!;
      let sum = target.scoreIn(context, first);
      let u = from.v;
      let v = first;
      if (words.length > 1) {
        sum += target.score(from.v, first, words[1]!);
        for (const score of innerScores) sum += score;
        u = words[words.length - 2]!;
        v = words[words.length - 1]!;
      }
      if (isLast) sum += target.score(u, v, endId);
      const score = from.score + (base + weights.lm * sum + way);
      const total = score + future;
      if (total < stack.least) continue;
      // Written out: a spread costs more than all that stands above.
      stack.add({
        gap,
        mask,
        start,
        end: start + size,
        u,
        v,
        score,
        total,
        option,
        previous: from,
        age: 0,
        losers: [],
        chained: undefined,
      });
    }
  }

  /** What the uncovered tokens cost at best: the sum over their runs, from the left. */
  private futureOf(gap: number, mask: number): number {
    const count = this.tokens.length;
    let sum = 0;
    let start = gap;
    while (start < count) {
      const offset = start - gap;
      if (offset < 32 && (mask >>> offset) & 1) {
        start++;
        continue;
      }
      let end = start + 1;
      while (end < count && !(end - gap < 32 && (mask >>> (end - gap)) & 1)) end++;
      sum += this.future[start]![end - start]!;
      start = end;
    }
    return sum;
  }
}

/** Gap and mask once a span is covered too. */
function cover({ gap, mask }: Hypothesis, start: number, size: number): readonly [number, number] {
  let covered = (mask | (((1 << size) - 1) << (start - gap))) >>> 0;
  let first = gap;
  while (covered & 1) {
    covered >>>= 1;
    first++;
  }
  return [first, covered];
}

function turnOf(from: Hypothesis, option: TranslationOption): number {
  const before = from.option;
  const { phrase } = option;
  if (option.start === from.end) return phrase.previousMonotone + (before?.phrase.nextMonotone ?? 0);
  if (before && option.end === from.start) return phrase.previousSwap + before.phrase.nextSwap;
  return phrase.previousOther + (before?.phrase.nextOther ?? 0);
}

/** `costs[start][length]`: the best that the tokens of a span can come to by themselves. */
function futureCosts(options: readonly (readonly (readonly TranslationOption[])[])[]): Float64Array[] {
  const count = options.length;
  const costs = options.map((_, start) => new Float64Array(count - start + 1).fill(-Infinity));
  for (let length = 1; length <= count; length++) {
    for (let start = 0; start + length <= count; start++) {
      let best = options[start]![length - 1]?.[0]?.phrase.estimate ?? -Infinity;
      for (let cut = 1; cut < length; cut++) {
        const sum = costs[start]![cut]! + costs[start + cut]![length - cut]!;
        if (sum > best) best = sum;
      }
      costs[start]![length] = best;
    }
  }
  return costs;
}
