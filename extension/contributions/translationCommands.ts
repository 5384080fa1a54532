/**
 * Commands that name the language they translate into, by its code. A title in a menu is fixed, so that a menu can say
 * “Translate into German” only by a command of its own, shown while German is the language that was last used.
 */
export const translationCommands = {
  de: 'interlinear.translateIntoGerman',
  en: 'interlinear.translateIntoEnglish',
  es: 'interlinear.translateIntoSpanish',
  fr: 'interlinear.translateIntoFrench',
  it: 'interlinear.translateIntoItalian',
  ja: 'interlinear.translateIntoJapanese',
  pt: 'interlinear.translateIntoPortuguese',
  ru: 'interlinear.translateIntoRussian',
  zh: 'interlinear.translateIntoChinese',
} as const;

export type TranslationCommandId = (typeof translationCommands)[keyof typeof translationCommands];

/** Value of `interlinear.lastTarget` for a language without a command of its own. */
export const otherTarget = 'other';

/** Value of `interlinear.lastTarget` for a language code; empty without one. */
export function lastTargetKey(code: string | undefined): string {
  if (code === undefined) return '';
  return code in translationCommands ? code : otherTarget;
}
