import type { GlossaryTerm } from '../protocol/protocol.js';

/** A line of a glossary file. */
export interface GlossaryEntry extends GlossaryTerm {
  /** Language tags, where the file says which. */
  readonly sourceLanguage?: string;
  readonly targetLanguage?: string;
}

/**
 * The terms of a glossary for answers in a language; those whose language the file does not name are for every one. Of
 * several translations of the same words the first counts.
 * @param target language tag of the answer; absent where it is that of the text: translations into another language
 * have no place there
 */
export function termsFor(entries: readonly GlossaryEntry[], target?: string): GlossaryTerm[] {
  const terms = new Map<string, GlossaryTerm>();
  for (const { source, target: words, caseSensitive, sourceLanguage, targetLanguage } of entries) {
    const wanted = target ?? sourceLanguage;
    if (wanted !== undefined && targetLanguage !== undefined && !sameLanguage(wanted, targetLanguage))
      continue;
    const key = caseSensitive === true ? `=${source}` : `~${source.toLowerCase()}`;
    if (terms.has(key)) continue;
    terms.set(key, { source, target: words, ...(caseSensitive === true && { caseSensitive }) });
  }
  return [...terms.values()];
}

function sameLanguage(one: string, other: string): boolean {
  const primary = (tag: string): string => (tag.split(/[-_]/)[0] ?? '').toLowerCase();
  return primary(one) === primary(other);
}
