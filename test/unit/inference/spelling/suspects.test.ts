import assert from 'node:assert/strict';

import { Lexicon } from '../../../../extension/inference/spelling/lexicon.js';
import { SuspectFinder } from '../../../../extension/inference/spelling/suspects.js';
import { Tokenizer } from '../../../../extension/inference/tokenizer/tokenizer.js';
import { tinyManifest } from '../support/tinyManifest.js';
import { tinySentencePiece } from '../support/tinyTokenizer.js';

const weights = {
  margin: 1.5,
  knownMargin: 2,
  frequencyWeight: 0.5,
  accents: 2,
  ending: 4,
  capital: 3,
  confused: 2.5,
  repeated: 1,
};
const tokenizer = new Tokenizer(tinySentencePiece([]), tinyManifest());
const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz');
const english = new Lexicon(
  'en',
  alphabet,
  new Map(Object.entries({ the: 18, cat: 8, cats: 6, sat: 7, on: 14, mat: 5, their: 12, there: 13 })),
  new Map([['their', ['there']]]),
);
const french = new Lexicon(
  'fr',
  [...alphabet, 'à', 'é', 'ô'],
  new Map(Object.entries({ le: 16, la: 16, là: 9, chat: 8, a: 15, à: 15, cote: 4, côté: 9 })),
);

/** Suspects as words, with the words of their options and what these have to be ahead. */
function find(text: string, longest = 200): { options: string[]; priors: number[]; margin: number }[] {
  const finder = new SuspectFinder([english, french], tokenizer, weights, longest);
  return finder.find(tokenizer.encode(text)).map(({ options, margin }) => ({
    options: options.map(({ ids }) => tokenizer.decode(ids)),
    priors: options.map(({ prior }) => prior),
    margin,
  }));
}

const options = (text: string): string[][] => find(text).map((suspect) => suspect.options);

describe('What may be misspelt', () => {
  it('is a word that the language of the text does not have', () => {
    const [suspect, ...others] = find('The cat sta on the mat');
    assert.deepEqual(others, []);
    assert.equal(suspect?.options[0], 'sta');
    assert.ok(suspect.options.includes('sat'));
    assert.equal(suspect.margin, weights.margin);
    assert.deepEqual(options('The cat sat on the mat'), []);
  });

  it('keeps the letter case, and the signs around the word', () => {
    assert.deepEqual(options('"Teh, cat sat on the mat'), [['"Teh,', '"The,']]);
  });

  it('is no name, abbreviation or short word, and nothing with digits', () => {
    assert.deepEqual(options('The cat Stat on the mat'), []);
    assert.deepEqual(options('The cat SATT on the mat'), []);
    assert.deepEqual(options('The cat sa on the mat'), []);
    for (const name of ['satt2', 'satt_', '@satt', 'satt/'])
      assert.deepEqual(options(`The cat ${name} on the mat`), []);
  });

  it('is also a known word that another one equals but for its accents', () => {
    const [suspect, ...others] = find('le chat cote la');
    assert.deepEqual(suspect, {
      options: ['cote', 'côté'],
      priors: [2, 4.5],
      margin: weights.knownMargin,
    });
    assert.deepEqual(others[0]?.options, ['la', 'là']);
  });

  it('is also a known word that people take for another', () => {
    const [suspect, ...others] = find('their cat sat on the mat');
    assert.deepEqual(others, []);
    assert.deepEqual(suspect?.options, ['their', 'there']);
    assert.deepEqual(suspect.priors, [6, 6.5 - weights.confused]);
    assert.equal(suspect.margin, weights.knownMargin);
  });

  it('is a word that repeats the one before it, which may be left out', () => {
    const [suspect] = find('the cat sat on the The mat');
    assert.deepEqual(suspect?.options, ['The', '']);
    assert.deepEqual(suspect.priors, [9, 9 - weights.repeated]);
    assert.deepEqual(options('the cat sat on the, the mat'), []);
  });

  it('may only lack its capital, where it begins a sentence', () => {
    assert.deepEqual(options('the cat sat.'), [['the', 'The']]);
    assert.deepEqual(options('the cat sat'), []);
    assert.deepEqual(options('teh cat sat.'), [['teh', 'the', 'Teh', 'The']]);
  });

  it('weighs what a slip at the end of a word may be: another form', () => {
    const [suspect] = find('the cat sat on the matz');
    assert.deepEqual(suspect?.options, ['matz', 'mat']);
    assert.deepEqual(suspect.priors, [0, 5 * weights.frequencyWeight - weights.ending]);
  });

  it('is nothing in a language without a lexicon, nor where the answer would be too long', () => {
    assert.deepEqual(options('pies siedzi na macie'), []);
    assert.deepEqual(find('The cat sta on the mat', 3), []);
  });
});
