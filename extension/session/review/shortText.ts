/** Length of a text in a title or a list, in UTF-16 code units. */
const longest = 40;

/** A text on one line, cut where it is too long for a title, and never inside a character. */
export function shortText(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
