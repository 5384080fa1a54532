import type { RewriteParameters, RewriteResult } from '../../core/protocol/protocol.js';

/** How long an answer shall be; what the model thinks right if empty. */
export type AnswerLength = Pick<RewriteParameters, 'lengthFactor' | 'lengthRelativeTo' | 'maximumCharacters'>;

/** A wish for a length that one request may not fulfil: the number of words is given, the number of characters comes out. */
export interface LengthSearch {
  /** Asked for in this order, until answers are as they should be. */
  readonly lengths: readonly AnswerLength[];
  /** Whether answers are as they should be, to texts that stand in the document now. */
  accepts(now: readonly string[], results: readonly RewriteResult[]): boolean;
  /** What the person is told if no answers are. */
  readonly nothing: string;
}

/** What a search came to; `found` is false where no answers were right, and the last ones come along. */
export interface SearchedLength {
  readonly found: boolean;
  readonly length: AnswerLength;
  readonly results: readonly RewriteResult[];
}

/**
 * Asks for one length after the other.
 * @param now what stands in the document
 * @throws whatever `ask` throws
 */
export async function searchLength(
  { lengths, accepts }: Pick<LengthSearch, 'lengths' | 'accepts'>,
  now: readonly string[],
  ask: (length: AnswerLength) => Promise<readonly RewriteResult[]>,
): Promise<SearchedLength> {
  let last: SearchedLength = { found: false, length: {}, results: [] };
  for (const length of lengths) {
    const results = await ask(length);
    last = { found: accepts(now, results), length, results };
    if (last.found) {
      break;
    }
  }
  return last;
}
