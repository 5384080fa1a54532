import { type DraftToken, firstOf, isFull, isSolid, lastOf } from './draftTokens.js';
import { joiner } from './vocabulary.js';

const han = /^\p{Script=Han}/u;
const firstLetter = /\p{L}/u;

export interface JoinStyle {
  /** Language of the tokens, as a primary subtag. */
  readonly language: string;
  /** The sentence that they translate: letter case follows it. */
  readonly source: string;
  /** Whether a space stands between Han and other characters. */
  readonly hanSpacing: boolean;
}

/** The text of target tokens (docs/drafts-format.md, section 5). */
export function joinTokens(tokens: readonly DraftToken[], style: JoinStyle): string {
  const parts: string[] = [];
  let capital = false;
  tokens.forEach((token, index) => {
    let bare = surface(token);
    if (capital && token.slot === undefined)
      bare = firstOf(bare).toUpperCase() + bare.slice(firstOf(bare).length);
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    parts.push((before && isSpaced(before, token, style.hanSpacing) ? ' ' : '') + bare);
    const ends = ['.', '!', '?'].includes(token.word.replaceAll(joiner, ''));
    capital = ends && after !== undefined && isSpaced(token, after, style.hanSpacing);
  });
  return cased(parts, tokens, style);
}

function surface({ slot, text, word }: DraftToken): string {
  return slot === undefined ? word.replaceAll(joiner, '') : text;
}

function isSpaced(before: DraftToken, after: DraftToken, hanSpacing: boolean): boolean {
  if (before.word.endsWith(joiner) || after.word.startsWith(joiner)) return false;
  const left = lastOf(surface(before));
  const right = firstOf(surface(after));
  const leftFull = isFull(left);
  if (!leftFull && !isFull(right)) return true;
  if (leftFull && isFull(right)) return false;
  const [wide, other, slot] = leftFull ? [left, right, after.slot] : [right, left, before.slot];
  return hanSpacing && han.test(wide) && (slot !== undefined || isSolid(other));
}

function cased(
  parts: readonly string[],
  tokens: readonly DraftToken[],
  { source, language }: JoinStyle,
): string {
  const runs = (source.match(/\p{L}+/gu) ?? []).filter((run) => Array.from(run).length > 1);
  const isUpper =
    runs.length > 0 && runs.every((run) => run === run.toUpperCase() && run !== run.toLowerCase());
  const own = isUpper
    ? parts.map((part, index) => (tokens[index]?.slot === undefined ? part.toUpperCase() : part))
    : parts;
  let text = own.join('');
  const first = firstLetter.exec(source)?.[0] ?? '';
  const match = firstLetter.exec(text);
  if (first !== first.toLowerCase() && tokens[0]?.slot === undefined && match) {
    const before = text.slice(0, match.index);
    if (Array.from(before).length <= 2) {
      text = before + match[0].toUpperCase() + text.slice(match.index + match[0].length);
    }
  }
  if (language !== 'fr') return text;
  return text.replace(/ (?=[?!;:»])/gu, '\u00a0').replace(/(?<=«) /gu, '\u00a0');
}
