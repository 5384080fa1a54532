import { compareNegation } from './negation.js';
import { changedNumber } from './numbers.js';
import { changedSymbol, isBalanced } from './symbols.js';
import { guessLanguage } from './languageGuess.js';

/** What is wrong with a rewriting, whoever wrote it. */
export type GuardFailure =
  'number-changed' | 'symbol-changed' | 'negation-changed' | 'question-changed' | 'wrong-language';

export interface GuardContext {
  /** Languages as primary subtags, where they are known. */
  readonly sourceLanguage?: string | undefined;
  /** Undefined where the text stays in its language. */
  readonly targetLanguage?: string | undefined;
  /** Whether numbers and symbols may be left out: the text is shortened. */
  readonly mayLose?: boolean;
  /** Whether words are corrected, so that a negation may appear where it was misspelt. */
  readonly corrects?: boolean;
}

export interface GuardVerdict {
  /** The first thing that is wrong; undefined if nothing is. */
  readonly failure: GuardFailure | undefined;
  /** Whether another rewriting without a doubt is to be preferred. */
  readonly doubtful: boolean;
}

const question = /[?？]["'”’»)）\]\s]*$/u;

/**
 * Compares a sentence with its rewriting, as far as rules can tell: numbers, dates and amounts, emoji and symbols,
 * negation, question or statement, and the language that was asked for.
 */
export function checkRewriting(source: string, output: string, context: GuardContext): GuardVerdict {
  const { sourceLanguage, targetLanguage, corrects = false } = context;
  if (source === output && targetLanguage === undefined) return { failure: undefined, doubtful: false };
  const languages = { source: sourceLanguage, target: targetLanguage ?? sourceLanguage };
  const negation = compareNegation(source, output, languages);
  const isTurned =
    negation === 'changed' && !(corrects && compareNegation('', output, languages) === 'changed');
  const failure =
    contentFailure(source, output, languages, context.mayLose ?? false) ??
    (isTurned ? 'negation-changed' : undefined) ??
    (targetLanguage === undefined
      ? undefined
      : translationFailure(source, output, sourceLanguage, targetLanguage));
  return { failure, doubtful: negation === 'doubtful' };
}

function contentFailure(
  source: string,
  output: string,
  languages: { readonly source?: string | undefined; readonly target?: string | undefined },
  mayLose: boolean,
): GuardFailure | undefined {
  if (changedNumber(source, output, languages, mayLose) !== undefined) return 'number-changed';
  if (changedSymbol(source, output, mayLose) !== undefined) return 'symbol-changed';
  return isBalanced(source) && !isBalanced(output) ? 'symbol-changed' : undefined;
}

function translationFailure(
  source: string,
  output: string,
  language: string | undefined,
  target: string,
): GuardFailure | undefined {
  if (question.test(source) !== question.test(output)) return 'question-changed';
  // Of languages that nobody spoke of, a guess is more often wrong than a translation.
  const guess = guessLanguage(output, [language ?? 'en', target]);
  return guess !== undefined && guess !== target ? 'wrong-language' : undefined;
}
