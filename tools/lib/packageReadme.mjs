/**
 * README.md as it goes into the package. An editor shows a README with neither pictures nor pages of the same folder, so what points
 * to them would be broken there: pictures go, and of a link to a file of the repository its text stays.
 * @param {string} markdown
 * @returns {string}
 */
export function packageReadme(markdown) {
  return markdown
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n?/gm, '')
    .replace(/(?<!!)\[([^\]]+)\]\((?!https:|#)[^)]*\)/g, '$1');
}
