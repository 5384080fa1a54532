import type { MemoryMatch } from '../../core/memory/memoryFile.js';
import { exactForm, memoryWords } from '../../core/memory/memoryText.js';
import { firstCopyCodePoint, type Protected } from '../../core/text/protect.js';

const copyCharacter = /[\ue000-\ue01f]/gu;
const number = /\d+(?:[.,:]\d+)*/gu;

/** The sentence as the document has it: with its protected spans. */
export function plainText({ text, copies }: Pick<Protected, 'text' | 'copies'>): string {
  return text.replace(copyCharacter, (sign) => copies[sign.charCodeAt(0) - firstCopyCodePoint]?.text ?? '');
}

/**
 * The translation of a match as one of this sentence: numbers that differ become the sentence's own, and every protected
 * span becomes its copy character.
 * @returns undefined if more than numbers and letter case differ, or if a span or number has no place in the translation
 */
export function adaptedTranslation(sentence: Protected, match: MemoryMatch): string | undefined {
  const plain = plainText(sentence);
  if (match.score < 1 && memoryWords(plain).join(' ') !== memoryWords(match.source).join(' '))
    return undefined;
  const translation =
    exactForm(plain) === exactForm(match.source)
      ? match.target
      : withNumbers(plain, match.source, match.target);
  return translation === undefined ? undefined : withCopies(sentence, translation);
}

function withNumbers(plain: string, source: string, target: string): string | undefined {
  const wanted = plain.match(number) ?? [];
  const had = source.match(number) ?? [];
  if (wanted.length !== had.length) return undefined;
  const pending = had.map((text, index) => ({ text, wanted: wanted[index]! }));
  const result = target.replace(number, (found) => {
    const at = pending.findIndex(({ text }) => text === found);
    return at < 0 ? found : (pending.splice(at, 1)[0]?.wanted ?? found);
  });
  return pending.every(({ text, wanted: own }) => text === own) ? result : undefined;
}

/** A translation with a copy character for every protected span; undefined if one has no place there. */
export function withCopies({ copies }: Pick<Protected, 'copies'>, translation: string): string | undefined {
  let result = translation;
  // Longer ones first: one may be a part of another.
  for (const { index, text } of [...copies].sort((one, other) => other.text.length - one.text.length)) {
    const at = result.indexOf(text);
    if (at < 0) return undefined;
    result =
      result.slice(0, at) + String.fromCharCode(firstCopyCodePoint + index) + result.slice(at + text.length);
  }
  return result;
}
