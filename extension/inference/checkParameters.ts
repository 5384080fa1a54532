import type { Manifest } from '../core/model/manifest.js';
import {
  type ClassifyParameters,
  type FillParameters,
  InterlinearError,
  type RewriteParameters,
} from '../core/protocol/protocol.js';
import { SourceBuilder } from './tokenizer/sourceBuilder.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** Labels may take this share of a source; the rest is for the text. */
const labelShare = 0.5;
/** In UTF-16 code units. */
const longestLabel = 1000;
const mostPasses = 100;
const mostLengths = 32;
const mostAlternatives = 32;
const leastFactor = 0.1;
const mostFactor = 10;

/** @throws InterlinearError `emptyInput`, `invalidArgument` */
export function checkRewrite(parameters: RewriteParameters, manifest: Pick<Manifest, 'limits'>): void {
  checkTexts(parameters.texts);
  checkInteger('The number of passes', parameters.iterations, mostPasses);
  checkInteger('The number of lengths to try', parameters.lengthBeam, mostLengths);
  checkInteger('The target length', parameters.targetLength, manifest.limits.targetTokens);
  checkInteger('The most characters', parameters.maximumCharacters, Number.MAX_SAFE_INTEGER);
  checkInteger('The number of alternatives', parameters.alternatives || undefined, mostAlternatives);
  const { lengthFactor = 1, glossary = [], keep = [] } = parameters;
  if (!(lengthFactor >= leastFactor && lengthFactor <= mostFactor)) {
    throw new InterlinearError(
      'invalidArgument',
      'The length factor must be a number from {0} to {1}, not {2}.',
      [leastFactor, mostFactor, lengthFactor],
    );
  }
  for (const { source, target } of glossary) checkTerm(source, target);
  for (const words of keep) checkTerm(words, words);
}

/**
 * @param instruction the wording that asks for the labels
 * @throws InterlinearError `emptyInput`, `invalidArgument`, `tooManyLabels`
 */
export function checkClassify(
  { texts, labels }: ClassifyParameters,
  instruction: string,
  manifest: Pick<Manifest, 'limits' | 'layout' | 'specialTokens'>,
  tokenizer: Tokenizer,
): void {
  checkTexts(texts);
  if (labels.length < 2)
    throw new InterlinearError('invalidArgument', 'Give at least two labels to choose from.', []);
  // Before anything that takes longer for more or longer labels; each takes one token at least.
  if (labels.length > manifest.limits.sourceTokens * labelShare) throw tooManyLabels(labels.length);
  const enormous = labels.find((label) => label.length > longestLabel);
  if (enormous !== undefined) throw tooLong(enormous);
  const blank = labels.some((label) => label.trim() === '');
  if (blank)
    throw new InterlinearError('invalidArgument', 'A label is empty; each needs at least one character.', []);
  const double = labels.find((label, index) => labels.indexOf(label) !== index);
  if (double !== undefined)
    throw new InterlinearError('invalidArgument', 'The label “{0}” is given twice.', [double]);

  const room = new SourceBuilder(manifest).room(tokenizer.encode(instruction).length);
  const longest = labels.find((label) => tokenizer.encode(label).length > manifest.limits.targetTokens);
  if (longest !== undefined) {
    throw tooLong(longest);
  }
  if (room < manifest.limits.sourceTokens * labelShare) {
    throw tooManyLabels(labels.length);
  }
}

function tooManyLabels(count: number): InterlinearError {
  return new InterlinearError(
    'tooManyLabels',
    '{0} labels are too many for this model: together they are too long to leave room for a text.',
    [count],
  );
}

function tooLong(label: string): InterlinearError {
  return new InterlinearError('invalidArgument', 'The label “{0}…” is too long.', [label.slice(0, 40)]);
}

/** @throws InterlinearError `emptyInput`, `invalidArgument` */
export function checkFill({ before, after, alternatives, maximumCharacters }: FillParameters): void {
  checkTexts([before + after]);
  checkInteger('The number of wordings', alternatives, mostAlternatives);
  checkInteger('The most characters', maximumCharacters, Number.MAX_SAFE_INTEGER);
}

function checkTexts(texts: readonly string[]): void {
  if (texts.length === 0 || texts.some((text) => text.trim() === '')) {
    throw new InterlinearError('emptyInput', 'There is no text: it is empty or only white space.', []);
  }
}

function checkTerm(source: string, target: string): void {
  if (source.trim() === '' || target.trim() === '') {
    throw new InterlinearError('invalidArgument', 'A term of the glossary, or a word to keep, is empty.', []);
  }
  if (/[\r\n\u2028\u2029]/u.test(target)) {
    throw new InterlinearError(
      'invalidArgument',
      'The translation of the term “{0}” has a line break; a term stands within a line.',
      [source],
    );
  }
}

function checkInteger(name: string, value: number | undefined, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return;
  throw new InterlinearError(
    'invalidArgument',
    `${name} must be a whole number from 1 to ${most}, not ${value}.`,
  );
}
