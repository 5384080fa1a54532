/**
 * What may stand before the prose of a line: quotation marks of mail and Markdown, comment markers, headings, list
 * bullets and numbers, check boxes. A bullet or number counts only with white space after it.
 */
const marker =
  /^(?:>|\/\/[/!]?|\/\*+!?|\*\/|<!--|#{1,6}(?=[\s!]|$)|#!|--(?=\s|$)|;{1,4}(?=\s|$)|%{1,3}(?=\s|$)|"""|'''|[-+*•‣◦▪–—](?=\s)|\*(?=\s|$)|(?:\d{1,9}|[a-z]|[ivx]{1,4}|[IVX]{2,4})[.)](?=\s)|[A-Z]\)(?=\s)|\((?:\d{1,3}|[a-z])\)(?=\s)|\[[ xX]\](?=\s)|={2,6}(?=\s))/;

const closing = /(?:(?<!\*)\*+\/|-->|"""|'''|(?<=\s)#+|(?<=\s)={2,6})$/;

/** Length of the indentation and the markers at the start of a line. */
export function leadingMarkers(line: string): number {
  let position = 0;
  for (;;) {
    const rest = line.slice(position);
    const blank = rest.length - rest.trimStart().length;
    const found = marker.exec(rest.slice(blank))?.[0];
    if (found === undefined) {
      return position + blank;
    }
    position += blank + found.length;
  }
}

/** Length of the white space and the closing comment marker or heading marker at the end of a line. */
export function trailingMarkers(line: string): number {
  const text = line.trimEnd();
  const found = closing.exec(text)?.[0].length ?? 0;
  return line.length - text.slice(0, text.length - found).trimEnd().length;
}
