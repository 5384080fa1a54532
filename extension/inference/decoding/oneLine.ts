/** A sentence is part of a line: line breaks would tear it, and bytes that are no character mean nothing. */
export function oneLine(text: string): string {
  return text
    .replaceAll('\ufffd', '')
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
    .trim();
}
