import { CodeScanner } from '../../core/text/formats/codeScanner.js';
import { commentSyntaxOf } from '../../core/text/formats/commentSyntax.js';
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
  const syntax = commentSyntaxOf(languageId);
  const found = syntax === undefined ? [] : new CodeScanner(syntax).scan(text);
  return found.flatMap(({ kind, start, end, contentStart, contentEnd }) => {
    const comment = kind === 'comment';
    const [from, to] = comment ? [start, end] : [contentStart, contentEnd];
    const sentences = sentencesOf(text.slice(from, to), from, comment ? languageId : 'plaintext');
    const part = kind === 'markup' ? 'prose' : kind;
    return sentences.map((sentence) => ({ ...sentence, parts: [part] }));
  });
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
