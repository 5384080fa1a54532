import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import type { Lexicon } from '../../../../extension/inference/spelling/lexicon.js';
import { parseLexicons } from '../../../../extension/inference/spelling/lexiconFile.js';

const lines = [
  '#en\tabcdefghijklmnopqrstuvwxyz',
  'a\t16',
  'friend\t9',
  'lot\t10',
  'receive\t6',
  'the\t18',
  'there\t13',
  '=the\tthere',
  '#fr\tabcdeéèêfghijklmnopqrstuvwxyz',
  'été\t11',
  'et\t15',
  'fenêtre\t7',
  'fenetre\t2',
  '#de\tabcdefghijklmnopqrstuvwxyzäöüß',
  'für\t14',
  'straße\t8',
];

const file = (text: string): Uint8Array => gzipSync(Buffer.from(text, 'utf8'));

describe('A lexicon file', () => {
  it('is refused where it would fill the memory', () => {
    assert.throws(() => parseLexicons(gzipSync(Buffer.alloc(80 * 2 ** 20))), RangeError);
  });
});

describe('A lexicon', () => {
  const [english, french, german] = parseLexicons(file(`${lines.join('\n')}\n`)) as [
    Lexicon,
    Lexicon,
    Lexicon,
  ];
  const words = (suggestions: readonly { readonly word: string }[]): string[] =>
    suggestions.map(({ word }) => word);

  it('knows its words in any letter case', () => {
    assert.ok(english.knows('The'));
    assert.ok(english.knows('FRIEND'));
    assert.ok(!english.knows('freind'));
    assert.equal(english.frequency('Receive'), 6);
    assert.equal(english.frequency('freind'), 0);
  });

  it('suggests what is one slip away: swapped, left out, doubled, replaced', () => {
    for (const slip of ['freind', 'frend', 'friiend', 'frirnd'])
      assert.deepEqual(words(english.suggest(slip, 6)), ['friend'], slip);
    assert.deepEqual(words(english.suggest('qqqq', 6)), []);
  });

  it('suggests two frequent words that were run together', () => {
    assert.deepEqual(words(english.suggest('thelot', 6)), ['the lot']);
  });

  it('puts words that differ in accents only first, however many differ', () => {
    const found = french.suggest('ete', 6);
    assert.equal(found[0]?.word, 'été');
    assert.equal(found[0].accents, true);
    assert.ok(words(found).includes('et'));
    assert.deepEqual(words(french.accented('fenetre', 6)), ['fenêtre']);
    assert.deepEqual(words(french.accented('été', 6)), []);
  });

  it('reads two letters as the one that a keyboard lacks', () => {
    assert.deepEqual(words(german.suggest('fuer', 6)), ['für']);
    assert.deepEqual(words(german.suggest('strasse', 6)), ['straße']);
  });

  it('has words that are taken for one another', () => {
    assert.deepEqual(words(english.alternatives('The', 6)), ['there']);
    assert.deepEqual(words(english.alternatives('lot', 6)), []);
    assert.deepEqual(words(french.alternatives('fenetre', 6)), ['fenêtre']);
  });

  it('gives no more suggestions than wanted', () => {
    assert.equal(french.suggest('ete', 1).length, 1);
  });
});

describe('A lexicon file', () => {
  it('says which line is wrong', () => {
    assert.throws(() => parseLexicons(file('word\t3\n')), /line 1 is neither/);
    assert.throws(() => parseLexicons(file('#en\tab\nword\n')), /line 2 is neither/);
    assert.throws(() => parseLexicons(file('#en\tab\nword\tmany\n')), /line 2 is neither/);
  });

  it('must be compressed', () => {
    assert.throws(() => parseLexicons(Buffer.from('#en\tab\n')), /header/);
  });
});
