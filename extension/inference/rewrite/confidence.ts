import type { WordConfidence } from '../../core/protocol/protocol.js';
import { firstCopyCodePoint } from '../../core/text/protect.js';
import { segmenterOf } from '../../core/text/segmenters.js';
import type { RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** A character of an answer and how sure the model is of its token; white space has none. */
export interface CertainCharacter {
  readonly character: string;
  readonly probability: number;
}

const passedOver = /^[\s\ufffd]$/u;

/** The characters that an answer consists of, in order; protected spans and pinned tokens were given, so they are certain. */
export function certainties(
  job: Pick<RewriteJob, 'sentence'>,
  { candidate }: Pick<RewriteAnswer, 'candidate'>,
  tokenizer: Tokenizer,
): CertainCharacter[] {
  const { copies } = job.sentence;
  return tokenizer.spell([...candidate.ids]).flatMap(({ text, start, end }) => {
    const probability = Math.exp(Math.min(...candidate.scores.subarray(start, end)));
    return Array.from(text).flatMap((character) => {
      const copy = copies[character.charCodeAt(0) - firstCopyCodePoint];
      const given = copy && Array.from(copy.text, (own) => ({ character: own, probability: 1 }));
      return (given ?? [{ character, probability }]).filter((own) => !passedOver.test(own.character));
    });
  });
}

/**
 * Finds the characters in the text that was made of them: white space may have become a line break with markers, and
 * quotation marks may have been escaped, but the order is the same.
 * @param from where in `text` the answer begins
 * @returns a probability for every UTF-16 code unit of `text`; 1 for what the model did not write
 */
export function placeCertainties(
  characters: readonly CertainCharacter[],
  text: string,
  from: number,
): Float64Array {
  const probabilities = new Float64Array(text.length).fill(1);
  let position = from;
  for (const { character, probability } of characters) {
    const start = text.indexOf(character, position);
    if (start < 0) continue;
    position = start + character.length;
    probabilities.fill(probability, start, position);
  }
  return probabilities;
}

/**
 * The words of a text, each as sure as its least certain character.
 * @param probabilities of every UTF-16 code unit of `text`
 */
export function wordConfidences(text: string, probabilities: Float64Array): WordConfidence[] {
  const words: WordConfidence[] = [];
  for (const { index, segment, isWordLike } of segmenterOf('word').segment(text)) {
    if (isWordLike !== true) continue;
    const end = index + segment.length;
    words.push({ start: index, end, probability: Math.min(...probabilities.subarray(index, end)) });
  }
  return words;
}
