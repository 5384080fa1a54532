import type { AnswerLength } from '../../session/run/lengthSearch.js';

/** One step of the length dial: a quarter longer, or (the same step back) a fifth shorter. */
const step = 1.25;
/** Steps beyond which an answer is not one to the same question any more. */
export const furthestStep = 6;
/** What the engine takes. */
const factors = { least: 0.1, most: 10 } as const;

/** The length factor some steps away from another one: steps multiply. */
export function lengthFactor(steps: number, from = 1): number {
  // Rounded, so that a step there and back is the same question, with the same answer.
  return Number((from * step ** steps).toFixed(4));
}

/**
 * What to ask for some steps away from what stands there.
 * @param from how what stands there was asked for; undefined: it is a text that the model did not write
 * @param characters of what stands there: an answer that was made to fit goes on from these
 * @returns undefined where no model gives such a length
 */
export function lengthAt(
  steps: number,
  from: AnswerLength | undefined,
  characters: number,
): AnswerLength | undefined {
  if (from?.maximumCharacters !== undefined) {
    const maximumCharacters = Math.floor(characters * step ** steps);
    return maximumCharacters < 1 ? undefined : { maximumCharacters };
  }
  const factor = lengthFactor(steps, from?.lengthFactor);
  if (factor < factors.least || factor > factors.most) {
    return undefined;
  }
  const ofText = from === undefined || from.lengthRelativeTo === 'text';
  return { lengthFactor: factor, ...(ofText && { lengthRelativeTo: 'text' }) };
}

/** Steps as a share of the length now, in percent. */
export function percentOf(steps: number): number {
  return Math.round(100 * step ** steps);
}
