import { oneLine } from '../decoding/oneLine.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { RevisionDraft } from './revisionDraft.js';

const firstLetter = /\p{L}/u;
/** ASCII signs beside a Chinese character, and what is written there. */
const wideSigns: ReadonlyMap<string, string> = new Map([
  [',', '，'],
  ['.', '。'],
  ['!', '！'],
  ['?', '？'],
  [':', '：'],
  [';', '；'],
]);
const narrowSign = /(?<=\p{Script=Han})[,.!?:;](?=$|[\s\p{Script=Han}])/gu;

/**
 * The text of a revised draft. What the model did not touch stays letter by letter: its tokenizer may not tell one white
 * space, or one form of a sign, from another.
 * @param draft the text that `before` are the tokens of
 * @param language of the text, as a primary subtag
 */
export function revisedText(
  tokenizer: Pick<Tokenizer, 'spell'>,
  draft: string,
  before: readonly number[],
  revised: Pick<RevisionDraft, 'ids' | 'places'>,
  language: string,
): string {
  const known = surfaces(tokenizer, draft, before);
  const { places } = revised;
  const text = tokenizer
    .spell(revised.ids)
    .map((part) => {
      const own = places.slice(part.start, part.end);
      const first = own[0];
      const isKept = first !== undefined && own.every((place, index) => place === first + index);
      const surface = isKept ? known.get(`${first} ${part.text}`) : undefined;
      return surface ?? part.text;
    })
    .join('');
  return finished(oneLine(text), draft, language);
}

/** What stands in the draft for a token, by its place and by what the tokenizer has for it. */
function surfaces(
  tokenizer: Pick<Tokenizer, 'spell'>,
  draft: string,
  ids: readonly number[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const parts = tokenizer.spell(ids);
  // Where the tokenizer makes a text longer or shorter, nobody knows what belongs to what.
  if (parts.reduce((sum, { text }) => sum + text.length, 0) !== draft.length) return found;
  let at = 0;
  for (const { text, start } of parts) {
    found.set(`${start} ${text}`, draft.slice(at, at + text.length));
    at += text.length;
  }
  return found;
}

/** The typography of the language, and a capital at the start where the draft has one. */
export function finished(text: string, draft: string, language: string): string {
  let result = text;
  const first = firstLetter.exec(draft)?.[0] ?? '';
  const own = firstLetter.exec(result);
  if (own?.index === 0 && first !== first.toLowerCase())
    result = own[0].toUpperCase() + result.slice(own[0].length);
  if (language === 'zh') return result.replace(narrowSign, (sign) => wideSigns.get(sign) ?? sign);
  if (language !== 'fr') return result;
  return result.replace(/ (?=[?!;:»])/gu, '\u00a0').replace(/(?<=«) /gu, '\u00a0');
}
