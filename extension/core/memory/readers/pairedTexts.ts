import type { TranslationUnit } from '../translationUnit.js';
import type { ResourceTexts } from './resourceTexts.js';

/** The texts that several files of one group have under the same key. */
export function pairedTexts(byLanguage: ReadonlyMap<string, ResourceTexts>): TranslationUnit[] {
  const keys = new Set([...byLanguage.values()].flatMap((texts) => [...texts.keys()]));
  return [...keys].flatMap((key): TranslationUnit[] => {
    const texts = new Map<string, string>();
    for (const [language, own] of byLanguage) {
      const text = own.get(key);
      if (text !== undefined && text.trim() !== '') texts.set(language, text);
    }
    return texts.size > 1 ? [{ texts }] : [];
  });
}
