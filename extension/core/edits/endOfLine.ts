const anyLineBreak = /\r\n|\r|\n/g;

/** The line break that a text uses most (the first one met if two are equally frequent), or undefined without any. */
export function endOfLineOf(text: string): string | undefined {
  const counts = new Map<string, number>();
  for (const [found] of text.matchAll(anyLineBreak)) {
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [found, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) {
      best = found;
    }
  }
  return best;
}

/** `text` with the line breaks of `original`; unchanged where the original has none. */
export function withEndOfLineOf(text: string, original: string): string {
  const endOfLine = endOfLineOf(original);
  return endOfLine === undefined ? text : text.replace(anyLineBreak, endOfLine);
}
