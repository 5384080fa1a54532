import { formatRules } from './formats/formatRules.js';
import { findInlineSpans } from './inlineSpans.js';
import { disjointSpans, type SpanKind } from './protectedSpan.js';
import { hasLostSpans } from './spanComparison.js';

interface FoundSpan {
  readonly kind: SpanKind;
  readonly text: string;
}

/** What in a sentence by itself, without the document around it, would be read as syntax. */
function spansIn(sentence: string, format: string): FoundSpan[] {
  const { parseSentence, rules } = formatRules(format);
  const found = disjointSpans([...(parseSentence?.(sentence) ?? []), ...findInlineSpans(sentence, rules)]);
  return found.map(({ start, end, kind }) => ({ kind, text: sentence.slice(start, end) }));
}

/**
 * Makes a test of new wordings of a sentence: whether they have its protected spans, and nothing else that would be
 * read as syntax. It is quick and sees the sentence alone; `structureOf` sees the whole text.
 */
export function sentenceTest(sentence: string, format: string): (wording: string) => boolean {
  let before: FoundSpan[] | undefined;
  return (wording) => {
    before ??= spansIn(sentence, format);
    return !hasLostSpans(before, spansIn(wording, format));
  };
}
