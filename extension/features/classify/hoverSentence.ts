import { programLanguage } from '../../core/text/programs/programLanguage.js';
import { scanProgram } from '../../core/text/programs/programSpans.js';
import { findProtectedSpans } from '../../core/text/findProtectedSpans.js';
import { hasProse, segment } from '../../core/text/segment.js';
import { spansWithin } from '../../core/text/protectedSpan.js';
import { sourceOf } from '../../core/text/wrapping.js';
import { paragraphAt, sentenceAt, type Lines, type Span } from '../../session/selection/spanAtCursor.js';
import { hasWords } from '../../core/text/hasWords.js';
import { hasHoverProse, isProse } from '../../core/text/proseLanguages.js';
import { TextWindow, type Place } from './textWindow.js';

/** A sentence of a document, as one line, and where it stands. */
export interface HoverSentence {
  readonly text: string;
  readonly start: Place;
  readonly end: Place;
}

interface SentenceSpan extends Span {
  /** The sentence on one line, where comment markers stand in it. */
  readonly text?: string;
}

/** A longer text does not fit into the model. */
const longest = 1000;

/**
 * The sentence under the pointer: in prose, or in a comment or string of code. Reads a bounded part of the document.
 * @returns undefined over syntax, blank places, and what is too short or too long to say something about
 */
export function hoverSentence(lines: Lines, pointer: Place, languageId: string): HoverSentence | undefined {
  const window = TextWindow.around(lines, pointer.line);
  if (window === undefined || !hasHoverProse(languageId)) {
    return undefined;
  }
  const offset = window.offsetAt(pointer);
  const span: SentenceSpan | undefined = isProse(languageId)
    ? inProse(window, lines, pointer, offset, languageId)
    : inCode(window.text, offset, languageId);
  if (span === undefined || offset < span.start || offset > span.end) {
    return undefined;
  }
  const text = (span.text ?? window.text.slice(span.start, span.end)).replace(/\s+/g, ' ');
  return text.length <= longest && hasWords(text)
    ? { text, start: window.placeAt(span.start), end: window.placeAt(span.end) }
    : undefined;
}

function inProse(
  window: TextWindow,
  lines: Lines,
  pointer: Place,
  offset: number,
  languageId: string,
): Span | undefined {
  const paragraph = paragraphAt(lines, pointer.line, languageId);
  const first = Math.max(paragraph.first, window.first);
  const last = Math.min(paragraph.last, window.last);
  const start = window.offsetAt({ line: first, character: 0 });
  const end = window.offsetAt({ line: last, character: lines.lineAt(last).text.length });
  const found = sentenceAt(window.text.slice(start, end), offset - start);
  if (found === undefined) {
    return undefined;
  }
  const span = { start: start + found.start, end: start + found.end };
  const spans = findProtectedSpans(window.text, languageId);
  const onSyntax = spans.some(
    ({ separates, start: from, end: to }) => separates && from <= offset && offset < to,
  );
  const within = spansWithin(spans, span.start, span.end);
  return !onSyntax && hasProse(window.text.slice(span.start, span.end), within) ? span : undefined;
}

function inCode(text: string, offset: number, languageId: string): SentenceSpan | undefined {
  const language = programLanguage(languageId);
  if (language === undefined) return undefined;
  const { parts } = scanProgram(text, language, languageId);
  const part = parts.find(({ start, end }) => start <= offset && offset < end);
  if (part === undefined) {
    return undefined;
  }
  // A comment is read with the ones around it: a line of it may be code or belong to a list of tags.
  const inString = part.kind === 'string';
  const start = inString ? part.contentStart : 0;
  const content = inString ? text.slice(start, part.contentEnd) : text;
  return segment(content, { format: inString ? 'plaintext' : languageId })
    .filter((sentence) => sentence.text !== '')
    .map((sentence) => ({
      start: start + sentence.start,
      end: start + sentence.start + sourceOf(sentence).length,
      text: sentence.text,
    }))
    .find((sentence) => sentence.start <= offset && offset <= sentence.end);
}
