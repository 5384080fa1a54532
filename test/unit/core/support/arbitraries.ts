import fc from 'fast-check';
import type { TextEdit } from '../../../../extension/core/edits/textEdit.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';

/** Pieces in many scripts that, put together at random, make the boundaries that segmenters get wrong. */
const pieces = [
  ...[
    'the',
    'The',
    'cat',
    'days',
    'naïve',
    'cafe\u0301',
    'e.g.',
    'Dr.',
    'état',
    'ПРИВЕТ',
    'мир',
    'τις',
    'ἀρχή',
  ],
  ...[
    'مرحبا',
    'بِسْمِ',
    'שָׁלוֹם',
    'עולם',
    'नमस्ते',
    'क्षि',
    'ภาษาไทย',
    'กำลัง',
    '今天天气',
    '東京',
    'カタカナ',
    'です',
    '안녕',
    '\u1112\u1161\u11ab',
  ],
  ...[
    'გამარჯობა',
    '👨‍👩‍👧',
    '👍🏽',
    '🇩🇪',
    '🇫🇷',
    '🏳️‍🌈',
    '\u200d',
    '\ufe0f',
    '\u0301',
    '\u0e33',
    '\u0d4e',
    '\u200f',
    '\ud83d',
    '\udc68',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '  ',
    '\t',
    '\u00a0',
    '\u3000',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '.',
    '. ',
    '。',
    '！',
    '؟ ',
    '। ',
    ', ',
    ';',
  ],
  ...[
    '- ',
    '* ',
    '1. ',
    '# ',
    '> ',
    '// ',
    '/* ',
    ' */',
    '`',
    '```',
    '**',
    '_',
    '[a](b)',
    '<b>',
    '</b>',
    '<0>',
    '{name}',
    '%s',
    '%1$d',
  ],
  ...[
    '${x}',
    '{{ y }}',
    '{',
    '}',
    '"',
    '\\',
    '\\n',
    '$',
    '$$',
    '%',
    '&amp;',
    '\\emph{',
    'http://a.b/c',
    'x@y.org',
    'src/a.ts',
    '\ue000',
    '\ue01f',
    '\uf8ff',
    'a',
    '1',
    '=',
    ': ',
    '---',
  ],
];

/** Texts in mixed scripts with markup, white space and broken surrogates. */
export const mixedText = (maximum = 30): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), { maxLength: maximum }).map((parts) => parts.join(''));

/** A text and another one made from it by replacing, dropping and adding pieces, as a rewrite would. */
export const rewrittenText: fc.Arbitrary<readonly [string, string]> = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.nat(5), fc.constantFrom(...pieces)), { maxLength: 30 })
  .map((parts) => [
    parts.map(([piece]) => piece).join(''),
    parts.map(([piece, action, other]) => ['', other, piece + other, piece, piece, piece][action]!).join(''),
  ]);

const seedOf = fc.record({
  at: fc.nat(),
  length: fc.nat(6),
  text: fc.string({ maxLength: 4 }),
  gap: fc.nat(5),
});

/** Edits of a text of the given length, apart from or touching each other, in order. */
export function editsOf(length: number, maximum = 4): fc.Arbitrary<readonly TextEdit[]> {
  return fc.array(seedOf, { maxLength: maximum }).map((seeds) => {
    const edits: TextEdit[] = [];
    let position = 0;
    for (const seed of seeds) {
      const start = Math.min(length, edits.length === 0 ? seed.at % (length + 1) : position + seed.gap);
      const end = Math.min(length, start + seed.length);
      edits.push({ range: { start, end }, text: seed.text });
      position = end;
    }
    return edits;
  });
}

/** A text and a change of it. */
export const textAndEdit: fc.Arbitrary<readonly [string, StringEdit]> = fc
  .string({ maxLength: 20 })
  .chain((text) => editsOf(text.length).map((edits) => [text, StringEdit.of(edits)] as const));
