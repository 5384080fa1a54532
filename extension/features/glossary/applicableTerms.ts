import { termsFor, type GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import { TermIndex } from '../../core/glossary/termIndex.js';
import type { GlossaryTerm } from '../../core/protocol/protocol.js';

/**
 * The terms of a glossary that a request needs: those of its target language (or of any), whose words are in its texts.
 * A request that stays in the text's language takes terms whose two languages are the same one: a translation has no
 * place there.
 * Of several translations of the same words the first counts.
 * @param index of the entries, where there are many and it is made once
 * @param target code of the language that is translated into; undefined for anything but a translation
 */
export function applicableTerms(
  entries: readonly GlossaryEntry[],
  target: string | undefined,
  texts: readonly string[],
  index: TermIndex = new TermIndex(entries.map(({ source }) => source)),
): GlossaryTerm[] {
  const numbers = new Set(texts.flatMap((text) => index.within(text)));
  const applicable = [...numbers]
    .sort((first, second) => first - second)
    .flatMap((number) => entries[number] ?? [])
    .filter(({ sourceLanguage, targetLanguage }) =>
      target === undefined
        ? sameLanguage(sourceLanguage, targetLanguage)
        : targetLanguage === undefined || sameLanguage(targetLanguage, target),
    );
  return termsFor(applicable, target);
}

/** Regions and scripts do not matter: `de-AT` is German. */
function sameLanguage(first: string | undefined, second: string | undefined): boolean {
  const primary = (code: string | undefined): string | undefined => code?.toLowerCase().split(/[-_]/)[0];
  return primary(first) !== undefined && primary(first) === primary(second);
}
