import { joiner, numberWord, slotWord } from './vocabulary.js';

/** What a token stands for: `x` a placeholder or code, `n` a number; both keep their text. */
export type Slot = 'x' | 'n' | undefined;

/** A token of the draft tables. */
export interface DraftToken {
  /** As in the vocabulary: with joiners where no space stands, a slot as its slot word. */
  readonly word: string;
  /** As it stands in the sentence. */
  readonly text: string;
  readonly slot: Slot;
}

const letters = String.raw`(?!\p{Script=Han})\p{L}(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])*`;
const slots = [
  String.raw`[\uE000-\uE01F]`,
  '`[^`\\n]+`',
  String.raw`https?:\/\/[^\s<>()\[\]"'，。）]+[^\s<>()\[\]"'，。）.,;:!?]`,
  String.raw`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+`,
  String.raw`<\/?[A-Za-z][^<>\n]*>`,
  String.raw`\{\{[^\{\}\n]*\}\}`,
  String.raw`\$\{[^\{\}\n]*\}`,
  String.raw`\{[^\{\}\s]*\}`,
  String.raw`%\([A-Za-z_]+\)[sdifr]`,
  String.raw`%(?:[0-9]+\$)?[sdifux@](?![A-Za-z])`,
  String.raw`%[0-9]+(?![0-9%])`,
  String.raw`&(?:[a-z]+|#[0-9]+);`,
  String.raw`[A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+(?:\(\))?`,
  String.raw`[A-Za-z][A-Za-z0-9]*\(\)`,
  String.raw`[A-Za-z][A-Za-z0-9]*(?:(?:::|->)[A-Za-z][A-Za-z0-9]*)+(?:\(\))?`,
  String.raw`(?<![\p{L}\p{N}\p{Co}\-])--?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*`,
].join('|');
const words: Readonly<Record<string, string>> = {
  en: String.raw`${letters}(?:'(?!s(?!\p{L}))\p{L}+)*|(?<=\p{L})'s(?!\p{L})`,
  fr: String.raw`${letters}'(?=\p{L})|${letters}`,
};
const otherWords = String.raw`${letters}(?:'\p{L}+)*`;
const patterns = new Map<string, RegExp>();

function patternOf(language: string): RegExp {
  let pattern = patterns.get(language);
  if (!pattern) {
    const word = words[language] ?? otherWords;
    pattern = new RegExp(
      String.raw`(?<x>${slots})|(?<mixed>[0-9]+\p{L}[\p{L}\p{M}\p{N}]*)|(?<n>[0-9]+(?:[.,:][0-9]+)*)` +
        String.raw`|(?<han>\p{Script=Han}+)|(?<word>${word})|(?<sign>\.{2,}|\S)`,
      'gu',
    );
    patterns.set(language, pattern);
  }
  return pattern;
}

const spaces = /[\u00a0\u2007\u2009\u200a\u202f\u3000]/gu;
const nothing = /[\u200b-\u200d\u2060\ufeff\u00ad\uffed]/gu;
const innerApostrophe = /(?<=\p{L})[’ʼ](?=\p{L})/gu;
const solid = /^[\p{L}\p{M}\p{N}]/u;
const full = /^(?:\p{Script=Han}|[\u3001-\u303f\uff01-\uff60])/u;
const digits = /[0-9]/gu;

/** Composed characters, plain spaces, and one apostrophe inside words. */
export function normalise(text: string): string {
  return text.normalize('NFC').replace(spaces, ' ').replace(nothing, '').replace(innerApostrophe, "'");
}

/** Whether a character is written without spaces around it: Han and wide punctuation. */
export function isFull(character: string): boolean {
  return full.test(character);
}

/** Whether a character is a letter, mark or number. */
export function isSolid(character: string): boolean {
  return solid.test(character);
}

interface Piece {
  readonly text: string;
  readonly slot: Slot;
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of a sentence (docs/drafts-format.md, section 4), in the letter case of the text.
 * @param language primary subtag
 * @param cutHan splits a run of Han characters into words
 */
export function tokenise(text: string, language: string, cutHan: (run: string) => string[]): DraftToken[] {
  const pieces = piecesOf(normalise(text), language, cutHan);
  const left = pieces.map(() => '');
  const right = pieces.map(() => '');
  for (let index = 1; index < pieces.length; index++) {
    const before = pieces[index - 1]!;
    const after = pieces[index]!;
    const edge = lastOf(before.text);
    if (before.end !== after.start || isFull(edge) || isFull(firstOf(after.text))) continue;
    const isAfterSolid = after.slot !== undefined || isSolid(after.text);
    if (isAfterSolid && before.slot === undefined && !isSolid(edge)) right[index - 1] = joiner;
    else left[index] = joiner;
  }
  return pieces.map(({ text: own, slot }, index) => {
    const word = slot === 'x' ? slotWord : slot === 'n' ? numberWord : own;
    return { word: left[index]! + word + right[index]!, text: own, slot };
  });
}

function piecesOf(text: string, language: string, cutHan: (run: string) => string[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: found, index, groups = {} } of text.matchAll(patternOf(language))) {
    const end = index + found.length;
    if (groups['han'] !== undefined) {
      let start = index;
      for (const word of cutHan(found)) {
        pieces.push({ text: word, slot: undefined, start, end: start + word.length });
        start += word.length;
      }
      continue;
    }
    const isNumber = groups['n'] !== undefined && (found.match(digits)?.length ?? 0) > 1;
    const slot: Slot = groups['x'] !== undefined ? 'x' : isNumber ? 'n' : undefined;
    pieces.push({ text: found, slot, start: index, end });
  }
  return pieces;
}

/** The first code point. */
export function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

/** The last code point. */
export function lastOf(text: string): string {
  return /[^]$/u.exec(text)?.[0] ?? '';
}
