import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Protected } from '../../core/text/protect.js';
import type { ProtectedSpan } from '../../core/text/protectedSpan.js';
import { type Segment, hasProse } from '../../core/text/segment.js';
import { glueBetween } from '../../core/text/wideScript.js';
import type { TextPipeline } from '../rewrite/textPipeline.js';

/** The surroundings of a place to fill, as the model is to see them. */
export interface GapContext {
  /** What stands before and after it in its sentence, with copy characters for protected spans. */
  readonly left: string;
  readonly right: string;
  /** Of the sentence with a word of its own in the place. */
  readonly sentence: Protected;
}

/** Rare letters; one that the text has not stands in the place to fill while its sentence is looked for. */
const markers = ['\ua7ff', '\ua7fe', '\ua7fb', '\ua7fc', '\ua7fd', '\u1c4d', '\u1c4e', '\u1c4f'];

/**
 * Finds the sentence around a place to fill; its neighbours too where the sentence has nothing else.
 * @throws InterlinearError `emptyInput` where there is no text around, `invalidArgument` where the place is not in prose
 */
export function gapContext(
  text: TextPipeline,
  before: string,
  after: string,
  format: string | undefined,
): GapContext {
  if (!/\p{L}/u.test(before + after)) {
    throw new InterlinearError('emptyInput', 'There is no text around the place to fill.', []);
  }
  const marker = markers.find((letter) => !before.includes(letter) && !after.includes(letter)) ?? '\ua7ff';
  const segments = text.segment(before + marker + after, format === undefined ? {} : { format });
  const place = segments.findIndex((segment) => segment.text.includes(marker));
  const own = segments[place];
  if (!own || isProtected(own, marker)) {
    throw new InterlinearError(
      'invalidArgument',
      'The place to fill is in code, a link or other syntax, which does not change. Choose words of a sentence.',
      [],
    );
  }
  const alone = hasProse(own.text.replace(marker, ' '), own.spans);
  const around = alone ? [own] : segments.slice(Math.max(0, place - 1), place + 2);
  const joined = joinSentences(around.filter((segment) => segment.text !== ''));
  const sentence = text.protect(joined.text, joined.spans, own.delimiter, format);
  const [left = '', right = ''] = sentence.text.split(marker);
  return { left, right, sentence };
}

function isProtected({ text, spans }: Segment, marker: string): boolean {
  const at = text.indexOf(marker);
  return spans.some(({ start, end }) => start <= at && at < end);
}

function joinSentences(segments: readonly Segment[]): {
  readonly text: string;
  readonly spans: readonly ProtectedSpan[];
} {
  let text = '';
  const spans: ProtectedSpan[] = [];
  for (const segment of segments) {
    if (text !== '') text += glueBetween(text, segment.text);
    for (const span of segment.spans) {
      spans.push({ ...span, start: span.start + text.length, end: span.end + text.length });
    }
    text += segment.text;
  }
  return { text, spans };
}
