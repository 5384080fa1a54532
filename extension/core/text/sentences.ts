import { endsInAbbreviation } from './abbreviations.js';
import { graphemeBoundaries, segmenterOf } from './segmenters.js';

const line = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

/** The lines of a text, each with its line break (LF, CRLF or CR); joined they are the text. */
export function splitLines(text: string): string[] {
  return text.match(line) ?? [];
}

/** Whether a question or exclamation in quotes is followed by who said it. */
function isSpeechBefore(sentence: string, next: string): boolean {
  return /[?!…]["'”’»)\]]+\s+$/.test(sentence) && /^\p{Ll}/u.test(next);
}

/**
 * The sentences of one line, each with the white space after it; joined they are the line. Sentence boundaries are
 * those of UAX #29, less the ones after abbreviations, initials and quoted speech.
 */
export function splitLineIntoSentences(text: string, locale?: string): string[] {
  const sentences: string[] = [];
  let boundaries: Set<number> | undefined;
  for (const { segment, index } of segmenterOf('sentence', locale).segment(text)) {
    const last = sentences.at(-1);
    if (last === undefined) {
      sentences.push(segment);
      continue;
    }
    boundaries ??= graphemeBoundaries(text);
    const goesOn = endsInAbbreviation(last) || isSpeechBefore(last, segment);
    if (goesOn || !boundaries.has(index)) {
      sentences[sentences.length - 1] = last + segment;
    } else {
      sentences.push(segment);
    }
  }
  return sentences;
}
