import { GraphemeStarts, segmenterOf } from './segmenters.js';

/**
 * Abbreviations that end in a full stop and are followed by more of the same sentence, which the Unicode rules
 * cannot know. Only those that hardly ever end a sentence: a missed sentence boundary costs little, a false
 * one tears a sentence in two. Lower case, without the last full stop.
 */
const abbreviations: ReadonlySet<string> = new Set(
  [
    'mr mrs ms dr prof st sr jr rev hon gen col capt lt sgt messrs vs e.g i.e cf al approx dept fig figs eq nos vol ed eds pp p',
    'z.b d.h u.a u.ä o.ä bzw ggf vgl evtl inkl exkl zzgl usf hr fr nr str abs bd ca geb gest jh kap sog tel',
    'm mm mlle mme mmes p.ex c.-à-d env av boul chap',
    'sra srta dra ud uds p.ej pág núm av avda',
    'sig sigg dott dott.ssa avv ing pag ecc',
    'sr sra exmo exma pág núm',
    'dhr mevr drs bijv d.w.z o.a m.b.t t.a.v nl',
    'bl.a f.eks kl ca mfl t.ex dvs',
    'np tzn tj ul prof inż hab itp mgr',
    'např tzv tj č ul',
    'т.е т.к т.д т.п г гг ул им проф акад св стр рис см ср тыс млн млрд руб коп',
    'κ κα π.χ δηλ βλ αρ',
    'vb örn bkz sn doç dr',
  ].flatMap((line) => line.split(' ')),
);

const lastWord = /(?:^|[\s([{"'“„«‚‘])([\p{L}\p{M}.-]+)\.\s*$/u;
const initial = /^\p{Lu}\p{M}*$/u;

/** Whether a would-be sentence ends in an abbreviation or an initial, so that the sentence probably goes on. */
export function endsInAbbreviation(sentence: string): boolean {
  const word = lastWord.exec(sentence.slice(-40))?.[1];
  return word !== undefined && (initial.test(word) || abbreviations.has(word.toLowerCase()));
}

/** Words too, but abbreviations before a number: `No. 5`, `Art. 3`. */
const beforeNumber = /(?:^|[\s([])(?:no|sec|ch|art)\.\s*$/i;
const month =
  /^(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)/;
const ordinal = /(?:^|\s)\d{1,3}\.\s+$/;
const article =
  /(?:^|\s)(?:der|die|das|den|dem|des|am|im|vom|zum|beim|ab|bis|seit|jede[rsmn]?|ein(?:e[rsmn]?)?)\s+\d{1,3}\.\s+$/i;

/** Whether a sentence goes on behind a number's full stop (a German ordinal), or inside `z. B.`. */
function goesOnInto(sentence: string, next: string): boolean {
  const isOrdinal = ordinal.test(sentence) && (month.test(next) || article.test(sentence));
  const isSpaced = /(?:^|[\s(])\p{L}\.\s+$/u.test(sentence) && /^\p{L}\./u.test(next);
  return isOrdinal || isSpaced || (beforeNumber.test(sentence) && /^[\d§]/.test(next));
}

const line = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

/** The lines of a text, each with its line break (LF, CRLF or CR); joined they are the text. */
export function splitLines(text: string): string[] {
  return text.match(line) ?? [];
}

/** Whether a question or exclamation in quotes is followed by who said it. */
function isSpeechBefore(sentence: string, next: string): boolean {
  return /[?!…]["'”’»)\]]+\s+$/.test(sentence) && /^\p{Ll}/u.test(next);
}

/**
 * The sentences of one line, each with the white space after it; joined they are the line. Sentence boundaries are
 * those of UAX #29, less the ones after abbreviations, initials and quoted speech.
 */
export function splitLineIntoSentences(text: string, locale?: string): string[] {
  const sentences: string[] = [];
  const graphemes = new GraphemeStarts(text);
  for (const { segment, index } of segmenterOf('sentence', locale).segment(text)) {
    const last = sentences.at(-1);
    if (last === undefined) {
      sentences.push(segment);
      continue;
    }
    const goesOn = endsInAbbreviation(last) || goesOnInto(last, segment) || isSpeechBefore(last, segment);
    if (goesOn || !graphemes.has(index)) {
      sentences[sentences.length - 1] = last + segment;
    } else {
      sentences.push(segment);
    }
  }
  return sentences;
}
