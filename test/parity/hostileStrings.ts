import { SeededRandom } from './random.js';

const sentences = [
  'The quick brown fox jumps over the lazy dog, 1,234.56 times a day!',
  'Größere Häuser stehen selten an schmalen Straßen; das weiß jeder.',
  "L'été dernier, nous avons mangé des crêpes à Besançon — c'était délicieux.",
  '¿Dónde está el niño? ¡Mañana llegará con su pingüino!',
  '我们明天去北京，你想一起来吗？這是繁體字。',
  '東京タワーは１９５８年に完成しました。カタカナとひらがな。',
  '한국어 문장은 띄어쓰기가 중요합니다.',
  'Съешь же ещё этих мягких французских булок, да выпей чаю.',
  'نحن نحب اللغة العربية، أليس كذلك؟',
  'שלום עולם, מה שלומך היום?',
  'यह एक हिंदी वाक्य है।',
  'สวัสดีครับ วันนี้อากาศดีมาก',
  'const x = await fetch(`https://example.org/${id}?q=1&r=%20`); // ¿why?',
  '<p class="a">{{ name }} %s ${value} &amp; \\textbf{bold}</p>',
  '{"key": [1, 2.5e-10, null], "naïve": "\\u00e9"}',
  'for (int i = 0; i < n; ++i) { a[i] <<= 0xFF; }\r\n\treturn;',
];

/** Characters and sequences that tokenizers get wrong. */
const hostilePieces = [
  ...[
    '\u0000',
    '\u0001',
    '\u0007',
    '\b',
    '\t',
    '\n',
    '\r\n',
    '\u000b',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u009f',
  ],
  ...[
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u2028',
    '\u2029',
    '\u202f',
    '\u3000',
    '\u200b',
    '\ufeff',
    '\u2581',
    '▁▁',
  ],
  ...[
    '\u200d',
    '\u200c',
    '\u2060',
    '\u202e',
    '\u202a',
    '\u2066',
    '\u2069',
    '\u061c',
    '\u00ad',
    '\ufffd',
    '\uffff',
  ],
  ...[
    'e\u0301',
    'a\u0308\u0301\u0323',
    '\u0301',
    'n\u0303',
    'Å',
    'A\u030a',
    '\u212b',
    'ﬁ',
    'ﷺ',
    '①',
    '㌀',
    '½',
    'Ⅷ',
  ],
  ...[
    '\u1112\u1161\u11ab',
    '각',
    'ｶﾞ',
    'が',
    'か\u3099',
    'ﾊﾟ',
    '２',
    'Ａ',
    '～',
    '…',
    '‥',
    '´',
    '¨',
    '\u0340',
    '\u0344',
  ],
  ...[
    '👩‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👍🏽',
    '🇩🇪🇫🇷',
    '❤️',
    '1️⃣',
    '😀',
    '\u{1f9ff}',
    '\u{e0067}',
    '\u{10ffff}',
    '\u{f0000}',
    '𝔘𝔫𝔦',
    '𠜎',
  ],
  ...['\ue000', '\ue001', '\ue01f', '\ue020', '\ue000\ue001', ' \ue002 ', '\uf8ff', '\ue000a\ue000'],
  ...['<mask>', '<s>', '</s>', '<pad>', '<unk>', '<length>', '<0xE2>', '<0x0A>', '[MASK]', '⁇', ' ⁇ '],
  ...[
    '  ',
    '   ',
    ' ',
    ' .',
    '. ',
    ' ,',
    "'",
    '’',
    '"',
    '“',
    '—',
    '--',
    '...',
    '\\',
    '/',
    '_',
    '__init__',
    '#',
    '@',
    '0',
    '007',
  ],
  ...[
    'नि',
    'क्ष',
    'ก็',
    'กำ',
    'נִקּוּד',
    'لَا',
    'ﻻ',
    'ـــ',
    'ছ',
    'ქართული',
    'አማርኛ',
    'ᠮᠣᠩ',
    '𓀀',
    'ⵣ',
    'Ꭰ',
    'ß',
    'ẞ',
    'İ',
    'ı',
    'ǅ',
  ],
];

const makers: readonly ((random: SeededRandom) => string)[] = [
  (random) => random.pick(sentences),
  (random) => random.times(random.integer(1, 12), () => random.pick(hostilePieces)).join(''),
  (random) =>
    random
      .times(random.integer(1, 8), () => mixedWord(random))
      .join(random.pick([' ', '  ', '\n', '\u00a0'])),
  (random) => spliced(random),
  (random) => random.times(random.integer(1, 20), () => anyCharacter(random)).join(''),
  (random) =>
    random.times(random.integer(1, 30), () => String.fromCodePoint(random.integer(1, 0x24f))).join(''),
  (random) => random.pick(sentences).normalize(random.pick(['NFD', 'NFKD', 'NFKC'])),
  (random) => random.pick(hostilePieces).repeat(random.integer(1, 40)),
];

/**
 * `count` strings for tokenizers: sentences in many scripts, and everything a hostile document may hold. Lone
 * surrogates are left out, because they cannot be written as UTF-8.
 */
export function hostileStrings(seed: number, count: number): string[] {
  const random = new SeededRandom(seed);
  const fixed = ['', ' ', '   ', '\n', '\u3000', '\u2581', ...sentences, ...hostilePieces];
  const long = [
    'a'.repeat(5000),
    'Donaudampfschifffahrtsgesellschaft'.repeat(200),
    '字'.repeat(3000),
    '👩‍👩‍👧‍👦'.repeat(500),
    'e\u0301\u0323'.repeat(1000),
    ' '.repeat(3000),
    sentences.join(' ').repeat(5),
  ];
  const made = random.times(count - fixed.length - long.length, () => random.pick(makers)(random));
  return [...fixed, ...long, ...made];
}

/** Sentences with exchanged words, to train small models on. */
export function plainSentences(seed: number, count: number): string[] {
  const random = new SeededRandom(seed);
  return random.times(count, () =>
    random.times(random.integer(3, 9), () => random.pick(random.pick(sentences).split(/\s/))).join(' '),
  );
}

function mixedWord(random: SeededRandom): string {
  const words = random.pick(sentences).split(' ');
  const word = random.pick(words);
  if (random.next() < 0.7) return word;
  const at = random.integer(0, word.length);
  return wellFormed(word.slice(0, at) + random.pick(hostilePieces) + word.slice(at));
}

/** The beginning of one sentence and the end of another, with something hostile in between. */
function spliced(random: SeededRandom): string {
  const first = random.pick(sentences);
  const second = random.pick(sentences);
  const middle = random.pick(hostilePieces);
  return wellFormed(
    first.slice(0, random.integer(0, first.length)) + middle + second.slice(random.integer(0, second.length)),
  );
}

function anyCharacter(random: SeededRandom): string {
  const limits = [0x7f, 0x7ff, 0xffff, 0x1ffff, 0x10ffff];
  return wellFormed(String.fromCodePoint(random.integer(0, random.pick(limits))));
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
