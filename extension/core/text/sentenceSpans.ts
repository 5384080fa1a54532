import { formatRules } from './formats/formatRules.js';
import { findInlineSpans } from './inlineSpans.js';
import { leadingMarkers } from './lineMarkers.js';
import { disjointSpans, type SpanKind } from './protectedSpan.js';
import { hasLostSpans } from './spanComparison.js';

interface FoundSpan {
  readonly kind: SpanKind;
  readonly text: string;
}

/** Without one of these a sentence has no markup in any format, and need not be parsed. */
const markup = /[^\p{L}\p{M}\p{N}\s.,;!?'"()/-]/u;

/** What in a sentence by itself, without the document around it, would be read as syntax. */
function spansIn(sentence: string, format: string): FoundSpan[] {
  const { parseSentence, rules } = formatRules(format);
  const parsed = markup.test(sentence) ? parseSentence?.(sentence) : undefined;
  const syntax = disjointSpans(parsed ?? []);
  const found = [...syntax];
  let position = 0;
  // As in a document, no pattern runs from prose into syntax.
  for (const { start, end } of [...syntax, { start: sentence.length, end: sentence.length }]) {
    found.push(...findInlineSpans(sentence.slice(position, start), rules, position));
    position = end;
  }
  return found.map(({ start, end, kind }) => ({ kind, text: sentence.slice(start, end) }));
}

/** How often each sign of the format stands in a sentence outside of its spans. */
function signsIn(sentence: string, signs: RegExp | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [sign] of signs === undefined ? [] : sentence.matchAll(signs)) {
    counts.set(sign.trim(), (counts.get(sign.trim()) ?? 0) + 1);
  }
  return counts;
}

/** What would be read as the mark of a list, heading or quote if the sentence begins a line. */
const isMarked = (sentence: string): boolean => leadingMarkers(sentence) > 0;

/**
 * Makes a test of new wordings of a sentence: whether they have its protected spans, and nothing else that would be
 * read as syntax. It is quick and sees the sentence alone; `structureOf` sees the whole text.
 */
export function sentenceTest(sentence: string, format: string): (wording: string) => boolean {
  const { signs } = formatRules(format);
  let before: FoundSpan[] | undefined;
  return (wording) => {
    if (wording === sentence) {
      return true;
    }
    before ??= spansIn(sentence, format);
    const counts = signsIn(sentence, signs);
    return (
      (!isMarked(wording) || isMarked(sentence)) &&
      [...signsIn(wording, signs)].every(([sign, count]) => count <= (counts.get(sign) ?? 0)) &&
      !hasLostSpans(before, spansIn(wording, format))
    );
  };
}
