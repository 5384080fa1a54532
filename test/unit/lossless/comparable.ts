/** Lines under, or over and under, the titles of a reStructuredText document. */
const adornment = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/gm;

/**
 * A text as its structure is compared: underlines of reStructuredText grow and shrink with their titles, so that of
 * each of them only its sign counts.
 */
export function comparable(text: string, format: string): string {
  return format === 'restructuredtext' ? text.replaceAll(adornment, '$1$1$1') : text;
}
