import { checkRewriting } from '../../core/guards/guards.js';
import { guessLanguage } from '../../core/guards/languageGuess.js';
import type { Guard } from '../decoding/decodingStrategy.js';

/** Tasks whose answers may leave things out. */
const shortening: ReadonlySet<string> = new Set(['shorten', 'simplify', 'summarize']);

/**
 * The guard of a task.
 * @param task of the manifest; undefined for an instruction that the model was not trained for, whose answers nobody
 * can foresee
 * @param languageOf the source language of a sentence, if known
 * @param target language of a translation
 */
export function guardOf(
  task: string | undefined,
  target: string | undefined,
  languageOf: (sentence: string) => string | undefined = (sentence) => guessLanguage(sentence),
): Guard | undefined {
  if (task === undefined) return undefined;
  const mayLose = shortening.has(task);
  return ({ sentence }, wording) =>
    checkRewriting(sentence.text, wording, {
      sourceLanguage: languageOf(sentence.text),
      targetLanguage: target,
      mayLose,
      corrects: task === 'fix',
    });
}
