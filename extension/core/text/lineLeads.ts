const openers = /(?:\/\*+!?|"""|'''|<!--)$/;
const bullet = /(?:[-+*•‣◦▪–—]|(?:\d{1,9}|[A-Za-z]|[ivxIVX]{1,4})[.)]|\((?:\d{1,3}|[a-z])\))(?:\[[xX]?\])?$/;
const onlyMarkers = /^[\s>/!#*;%"'.:|-]*$/;
const heading = /^\s*(?:>\s*)*#{1,6}\s*$/;

/** Longer leads are cut: in a text that is one long line, each would be as long as the text. */
const longestLead = 1000;

/** What stands before the prose at `offset` on its line: indentation, markers, syntax. */
export function leadOf(text: string, offset: number): string {
  // Character by character: a search for one kind of line end in a text with the other would go back to its start.
  const first = Math.max(0, offset - longestLead);
  let start = offset;
  while (start > first && text[start - 1] !== '\n' && text[start - 1] !== '\r') {
    start--;
  }
  return text.slice(start, offset);
}

const indentation = (lead: string): number => lead.length - lead.trimStart().length;

/**
 * Whether a line with the lead `second` can go on with the paragraph of one with the lead `first`.
 * @param isFirst whether the first one begins its paragraph: then a bullet, a comment's opening or other syntax may
 * stand before it, and its indentation may differ
 */
export function continuesLead(first: string, second: string, isFirst: boolean): boolean {
  if (first === second) {
    return true;
  }
  if (!isFirst) {
    return false;
  }
  const markers = second.replace(/\s/g, '');
  const own = first.replace(/\s/g, '');
  if (openers.test(own)) {
    return markers === '' || markers === '*';
  }
  if (onlyMarkers.test(first) && own === markers) {
    // A first line may be indented; the other way round it is a heading with something below it.
    return first.length > second.length;
  }
  if (bullet.test(own)) {
    return own.replace(bullet, '') === markers && second.length > indentation(first);
  }
  // Prose behind syntax on the same line: a tag, a command, a key.
  return markers === '' && !heading.test(first);
}
