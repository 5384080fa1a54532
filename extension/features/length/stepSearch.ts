import type { AnswerLength, LengthSearch } from '../../session/run/lengthSearch.js';
import { lengthAt } from './lengthSteps.js';
import { totalCounts } from '../../core/text/textCounts.js';

/** Steps that are tried until an answer is shorter, or longer, than what stands there. */
const tried = 4;

/**
 * An answer that has fewer (or more) characters than what stands there: one step of the dial away, or the next one that has.
 * @param from see `lengthAt`
 * @param now what stands there
 * @param nothing what the person is told if there is none
 */
export function stepSearch(
  direction: 'shorter' | 'longer',
  from: AnswerLength | undefined,
  now: readonly string[],
  nothing: string,
): LengthSearch {
  const { characters } = totalCounts(now);
  const sign = direction === 'shorter' ? -1 : 1;
  return {
    lengths: Array.from({ length: tried }, (_, index) =>
      lengthAt(sign * (index + 1), from, characters),
    ).flatMap((length) => length ?? []),
    accepts: (texts, results) => {
      const answered = totalCounts(results.map(({ output }) => output)).characters;
      const standing = totalCounts(texts).characters;
      return direction === 'shorter' ? answered < standing : answered > standing;
    },
    nothing,
  };
}
