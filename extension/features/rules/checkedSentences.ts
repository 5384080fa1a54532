import { programLanguage } from '../../core/text/programs/programLanguage.js';
import { scanProgram } from '../../core/text/programs/programSpans.js';
import { segment } from '../../core/text/segment.js';
import { isProse } from '../../core/text/proseLanguages.js';
import { hasWords } from '../../core/text/hasWords.js';
import type { Part } from './rule.js';

/** A sentence that rules look at. */
export interface CheckedSentence {
  /** As one line. */
  readonly text: string;
  /** Offsets in the text that was read. */
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

/** What is longer does not fit into the model, and is no sentence. */
const longest = 1000;
const commitLanguages = new Set(['git-commit', 'scminput']);

/** The sentences of a document that have enough words to say something about: of prose, or of comments and strings. */
export function checkedSentences(text: string, languageId: string): CheckedSentence[] {
  const found = isProse(languageId) ? inProse(text, languageId) : inCode(text, languageId);
  return found
    .map((sentence) => ({ ...sentence, text: sentence.text.replace(/\s+/g, ' ') }))
    .filter((sentence) => sentence.text.length <= longest && hasWords(sentence.text));
}

function inProse(text: string, languageId: string): CheckedSentence[] {
  const sentences = sentencesOf(text, 0, languageId);
  const firstLine = commitLanguages.has(languageId) ? (sentences[0]?.start ?? 0) : 0;
  const lineEnd = text.slice(firstLine).search(/[\r\n]/);
  const subjectEnd = commitLanguages.has(languageId) ? (lineEnd < 0 ? text.length : firstLine + lineEnd) : 0;
  return sentences.map((sentence) => ({
    ...sentence,
    parts: sentence.start < subjectEnd ? ['prose', 'subject'] : ['prose'],
  }));
}

function inCode(text: string, languageId: string): CheckedSentence[] {
  const language = programLanguage(languageId);
  if (language === undefined) return [];
  const { parts } = scanProgram(text, language, languageId);
  const written = parts.filter(({ kind }) => kind !== 'string');
  // A program without a comment may be a fragment: what is left of it then is no comment either.
  const comments = written.length === 0 ? [] : sentencesOf(text, 0, languageId);
  const strings = parts
    .filter(({ kind }) => kind === 'string')
    .flatMap(({ contentStart, contentEnd }) =>
      sentencesOf(text.slice(contentStart, contentEnd), contentStart, 'plaintext'),
    );
  const partOf = (start: number): Part =>
    written.some((part) => part.kind === 'markup' && part.start <= start && start < part.end)
      ? 'prose'
      : 'comment';
  return [
    ...comments.map((sentence) => ({ ...sentence, parts: [partOf(sentence.start)] })),
    ...strings.map((sentence) => ({ ...sentence, parts: ['string' as const] })),
  ].sort((first, second) => first.start - second.start);
}

function sentencesOf(text: string, base: number, format: string): Omit<CheckedSentence, 'parts'>[] {
  return segment(text, { format })
    .filter((sentence) => sentence.text !== '')
    .map((sentence) => ({
      text: sentence.text,
      start: base + sentence.start,
      end: base + sentence.start + sentence.text.length,
    }));
}
