import { termsFor, type GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import type { GlossaryTerm } from '../../core/protocol/protocol.js';

/**
 * The terms of a glossary that a request needs: those of its target language (or of any), whose words are in its texts.
 * A request that stays in the text's language takes terms whose two languages are the same one: a translation has no
 * place there.
 * Of several translations of the same words the first counts.
 * @param target code of the language that is translated into; undefined for anything but a translation
 */
export function applicableTerms(
  entries: readonly GlossaryEntry[],
  target: string | undefined,
  texts: readonly string[],
): GlossaryTerm[] {
  const folded = texts.map(fold);
  const applicable = entries
    .filter(({ sourceLanguage, targetLanguage }) =>
      target === undefined
        ? sameLanguage(sourceLanguage, targetLanguage)
        : targetLanguage === undefined || sameLanguage(targetLanguage, target),
    )
    .filter(({ source }) => {
      const words = fold(source).trim().split(/\s+/u);
      return folded.some((text) => words.every((word) => text.includes(word)));
    });
  return termsFor(applicable, target);
}

/** Regions and scripts do not matter: `de-AT` is German. */
function sameLanguage(first: string | undefined, second: string | undefined): boolean {
  const primary = (code: string | undefined): string | undefined => code?.toLowerCase().split(/[-_]/)[0];
  return primary(first) !== undefined && primary(first) === primary(second);
}

/** Spellings that may be the same word become equal; the engine looks closer. */
function fold(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase();
}
