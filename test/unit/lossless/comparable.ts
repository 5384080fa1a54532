/** Lines under, or over and under, the titles of a reStructuredText document. */
const adornment = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/gm;
/** The target of a Markdown link, or of its definition, within the document. */
const anchor = /(\]\(<?|\]:[ \t]*<?)#[^\s)>]+/g;

/**
 * A text as its structure is compared. What follows a rewritten title may change with it: underlines of
 * reStructuredText, of which only the sign counts, and anchors of Markdown.
 */
export function comparable(text: string, format: string): string {
  if (format === 'restructuredtext') {
    return text.replaceAll(adornment, '$1$1$1');
  }
  return /^(?:markdown|mdx)$/.test(format) ? text.replaceAll(anchor, '$1#') : text;
}
