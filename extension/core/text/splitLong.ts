import type { OffsetRange } from './offsetRange.js';
import { graphemeBoundaries, segmenterOf } from './segmenters.js';

/** Ends of clauses, best first: behind strong punctuation, behind commas, before what opens or joins a clause. */
const clauseEnds: readonly RegExp[] = [
  /[.!?;:…。！？；：؛۔।॥]["'”’»)\]]*\s+|[。！？；：…]["”’」』）]*/g,
  /[,，、،]["'”’»)\]]*(?:\s+|(?<=[，、]))|\s(?=[–—([«“„])/g,
];

/** The candidate that is nearest to the middle of those that leave both sides non-empty and within the limit. */
function best(candidates: readonly number[], length: number, maximum: number): number | undefined {
  const allowed = candidates.filter((offset) => offset > 0 && offset < length);
  const within = allowed.filter((offset) => offset <= maximum && length - offset <= maximum);
  // Halves that are alike keep most context; where two pieces cannot do, take as much as fits from the start.
  return within.length > 0
    ? within.reduce((first, second) =>
        Math.abs(second - length / 2) < Math.abs(first - length / 2) ? second : first,
      )
    : allowed.filter((offset) => offset <= maximum).at(-1);
}

function cutOffset(text: string, maximum: number, spans: readonly OffsetRange[]): number {
  const free = (offset: number): boolean => !spans.some(({ start, end }) => start < offset && offset < end);
  const graphemes = graphemeBoundaries(text);
  const ends = (candidates: Iterable<number>): number | undefined =>
    best(
      [...candidates].filter((offset) => graphemes.has(offset) && free(offset)),
      text.length,
      maximum,
    );
  for (const pattern of clauseEnds) {
    const offset = ends([...text.matchAll(pattern)].map(({ 0: match, index }) => index + match.length));
    // A cut far from where it is needed would leave crumbs; the next kind of boundary may do better.
    if (offset !== undefined && offset >= Math.min(maximum, text.length) / 4) {
      return offset;
    }
  }
  const words = [...segmenterOf('word').segment(text)];
  const spaces = words.filter(({ segment }) => /^\s+$/.test(segment));
  return (
    ends(spaces.map(({ segment, index }) => index + segment.length)) ??
    ends(words.map(({ index }) => index)) ??
    ends(graphemes) ??
    [...graphemes].sort((first, second) => first - second).find((offset) => offset > 0 && free(offset)) ??
    text.length
  );
}

/**
 * Cuts a sentence that is too long for the model at the ends of clauses, else between words, else between graphemes,
 * never inside a span. The pieces joined are the text; a piece is longer than `maximumLength` (UTF-16 code units)
 * only if a span or grapheme is.
 * @throws RangeError unless `maximumLength` is positive
 */
export function splitLong(text: string, maximumLength: number, spans: readonly OffsetRange[] = []): string[] {
  if (!(maximumLength > 0)) {
    throw new RangeError(`The maximum length must be positive, not ${maximumLength}.`);
  }
  const pieces: string[] = [];
  let rest = text;
  let offset = 0;
  while (rest.length > maximumLength) {
    const local = spans.map(({ start, end }) => ({ start: start - offset, end: end - offset }));
    const cut = cutOffset(rest, maximumLength, local);
    if (cut >= rest.length) {
      break;
    }
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
    offset += cut;
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest];
}
