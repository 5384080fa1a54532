import type { CancellationToken, LanguageModelToolTokenizationOptions } from 'vscode';

/** What a text that had to be cut ends with; for a language model, hence English. */
const cutMark = '\n[The result was cut to fit the token budget.]';
/** Each attempt removes at least this share, so that there are few. */
const shrink = 0.9;

/** The text, cut at the end of a line or word where it has more tokens than the caller can take. */
export async function withinBudget(
  text: string,
  options: LanguageModelToolTokenizationOptions | undefined,
  token: CancellationToken,
): Promise<string> {
  if (options === undefined) return text;
  const { tokenBudget } = options;
  let count = await options.countTokens(text, token);
  if (count <= tokenBudget) return text;
  let length = text.length;
  while (length > 0) {
    length = Math.floor(length * Math.min(shrink, tokenBudget / count));
    const cut = `${cutAt(text, length)}${cutMark}`;
    count = await options.countTokens(cut, token);
    if (count <= tokenBudget) return cut;
  }
  return '';
}

function cutAt(text: string, length: number): string {
  const part = text.slice(0, length);
  const end = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' '));
  // Never in the middle of a surrogate pair.
  return part.slice(0, end > length / 2 ? end : length).replace(/[\uD800-\uDBFF]$/, '');
}
