import { programLanguage } from './programs/programLanguage.js';

const prose = new Set(
  'markdown plaintext latex tex html git-commit scminput restructuredtext mdx asciidoc'.split(' '),
);

/** Whether a whole document of this language is prose. */
export function isProse(languageId: string): boolean {
  return prose.has(languageId);
}

/** Whether there is prose to hover over in documents of this language. */
export function hasHoverProse(languageId: string): boolean {
  return prose.has(languageId) || programLanguage(languageId) !== undefined;
}
