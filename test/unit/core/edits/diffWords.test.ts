import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { alignedChunks } from '../../../../extension/core/edits/alignedChunks.js';
import { diffWords, diffWordsInSlices, withEndOfLineOf } from '../../../../extension/core/edits/diffWords.js';
import { editOf, inverseEditOf } from '../../../../extension/core/edits/hunk.js';
import { minimalEdits } from '../../../../extension/core/edits/minimalEdits.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { graphemeBoundaries } from '../../../../extension/core/text/segmenters.js';
import { rewrittenText } from '../support/arbitraries.js';

const changes = (original: string, modified: string): string[] =>
  diffWords(original, modified).map(({ originalText, modifiedText }) => `${originalText}→${modifiedText}`);

const applied = (original: string, modified: string): string =>
  StringEdit.of(diffWords(original, modified).map(editOf)).apply(original);

/** Equal but for line breaks and canonically equivalent spellings. */
const plain = (text: string): string => text.replace(/\r\n|\r/g, '\n').normalize('NFC');

describe('diffWords', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('has no hunks for equal texts', () => {
    assert.deepEqual(diffWords('It takes two days.', 'It takes two days.'), []);
    assert.deepEqual(diffWords('', ''), []);
  });

  it('finds the word that changed', () => {
    assert.deepEqual(diffWords('It takes two days.', 'It takes two weeks.'), [
      {
        originalRange: { start: 13, end: 17 },
        modifiedRange: { start: 13, end: 18 },
        originalText: 'days',
        modifiedText: 'weeks',
      },
    ]);
  });

  it('counts the offsets of later hunks in the text with all hunks applied', () => {
    const hunks = diffWords('I has one cats and the three dog.', 'I have one cat and the three dogs.');
    assert.deepEqual(
      hunks.map(({ modifiedRange: { start, end } }) =>
        'I have one cat and the three dogs.'.slice(start, end),
      ),
      ['have', 'cat', 'dogs'],
    );
  });

  it('merges hunks with only white space between them', () => {
    assert.deepEqual(changes('He go to home by the big bus.', 'He went back home by the big bus.'), [
      'go to→went back',
    ]);
    assert.deepEqual(changes('You say a  b, not more here.', 'You say c  d, not more here.'), ['a  b→c  d']);
  });

  it('is one hunk when more than 60 % of the words change', () => {
    assert.deepEqual(changes('This is a good test.', 'Das ist ein guter Test.'), [
      'This is a good test→Das ist ein guter Test',
    ]);
    assert.deepEqual(changes('a b c d e, f g h i j', 'A B C d e, F G H i j'), ['a b c→A B C', 'f g h→F G H']);
    assert.deepEqual(changes('a b c d e, f g h i j', 'A B C D e, F G H i j'), [
      'a b c d e, f g h→A B C D e, F G H',
    ]);
  });

  it('compares sentence by sentence where there are equally many', () => {
    assert.deepEqual(changes('The cat sat here. It ran off then.', 'A cat sat here. It ran off now.'), [
      'The→A',
      'then→now',
    ]);
  });

  it('finds a sentence that was taken out, and keeps the others', () => {
    assert.deepEqual(
      changes('First it rained. Then it snowed. Last it froze.', 'First it rained. Last it froze.'),
      ['Then it snowed. →'],
    );
  });

  it('keeps CRLF and does not report it', () => {
    const original = 'one two three\r\nfour five six\r\n';
    const modified = 'one two three\nfour 5 six\n';
    assert.deepEqual(changes(original, modified), ['five→5']);
    assert.equal(applied(original, modified), 'one two three\r\nfour 5 six\r\n');
    assert.deepEqual(diffWords('a\r\nb', 'a\nb'), []);
    assert.equal(
      applied('a b c\r\nd e f', 'a b c\nd e f\nand a new line'),
      'a b c\r\nd e f\r\nand a new line',
    );
  });

  it('keeps the spelling of canonically equivalent words', () => {
    assert.deepEqual(changes('le cafe\u0301 est tre\u0300s bon', 'le caf\u00e9 est tr\u00e8s mauvais'), [
      'bon→mauvais',
    ]);
  });

  it('replaces whole graphemes', () => {
    assert.deepEqual(changes('we 👨‍👩‍👧 are here', 'we 👨‍👩‍👦 are here'), ['👨‍👩‍👧→👨‍👩‍👦']);
    assert.deepEqual(changes('so 👍🏽 good to me', 'so 👍🏿 good to me'), ['👍🏽→👍🏿']);
    assert.deepEqual(changes('to 🇩🇪🇫🇷 and back now', 'to 🇩🇪🇮🇹 and back now'), ['🇫🇷→🇮🇹']);
  });

  it('mends word boundaries that fall inside a grapheme', () => {
    // Sara am joins the letter before it, yet belongs to another word by the rules of words.
    assert.deepEqual(changes('we see xa\u0e33 here', 'we see xa here'), ['xa\u0e33→xa']);
  });

  it('gives the modified text when applied, and the original when taken back', () => {
    fc.assert(
      fc.property(rewrittenText, ([original, modified]) => {
        const hunks = diffWords(original, modified);
        const result = StringEdit.of(hunks.map(editOf)).apply(original);
        assert.equal(plain(result), plain(modified));
        assert.equal(StringEdit.of(hunks.map(inverseEditOf)).apply(result), original);
        for (const { originalRange, modifiedRange, originalText, modifiedText } of hunks) {
          assert.equal(original.slice(originalRange.start, originalRange.end), originalText);
          assert.equal(result.slice(modifiedRange.start, modifiedRange.end), modifiedText);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives exactly the modified text where spelling and line breaks are uniform', () => {
    fc.assert(
      fc.property(rewrittenText, ([first, second]) => {
        const [original, modified] = [plain(first), plain(second)];
        fc.pre(original === original.normalize('NFC') && modified === modified.normalize('NFC'));
        assert.equal(StringEdit.of(minimalEdits(original, modified)).apply(original), modified);
      }),
      { numRuns: 1000 },
    );
  });

  it('never splits a grapheme of the original, and leaves two hunks with only white space between but where a sentence ends', () => {
    fc.assert(
      fc.property(rewrittenText, ([original, modified]) => {
        const boundaries = graphemeBoundaries(original);
        let previousEnd: number | undefined;
        for (const { originalRange } of diffWords(original, modified)) {
          assert.ok(boundaries.has(originalRange.start) && boundaries.has(originalRange.end));
          if (previousEnd !== undefined) {
            const gap = original.slice(previousEnd, originalRange.start);
            assert.notEqual(gap, '');
            const chunks = alignedChunks(original, withEndOfLineOf(modified, original));
            const ends = chunks.map((_, index) =>
              chunks.slice(0, index + 1).reduce((sum, chunk) => sum + chunk.original.length, 0),
            );
            const from = previousEnd;
            assert.ok(/\S/.test(gap) || ends.some((end) => from <= end && end <= originalRange.start));
          }
          previousEnd = originalRange.end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps sentences apart that are new as a whole, and never takes an unchanged one into a change', () => {
    const original = 'The old tree grows. Code stays. A dog barks loudly.\nOne more sentence here.';
    const modified = 'Der alte Baum wächst. Code stays. Ein Hund bellt laut.\nNoch ein Satz steht da.';
    assert.deepEqual(
      diffWords(original, modified).map(({ originalText }) => originalText),
      ['The old tree grows', 'A dog barks loudly', 'One more sentence here'],
    );
  });

  it('copes with a long text without line breaks', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `w${index}`);
    const original = words.join(' ');
    const modified = words.map((word, index) => (index % 100 === 50 ? 'changed' : word)).join(' ');
    assert.equal(diffWords(original, modified).length, 30);
    assert.equal(applied(original, words.toReversed().join(' ')), words.toReversed().join(' '));
  });
});

describe('diffWords of long texts', function () {
  // Generous: tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  const line = 'All work and no play makes a dull day for everybody who is here.\n';
  const passage = (sentences: number, word: string): string =>
    Array.from({ length: sentences }, (_, index) => `${word} ${index} ${word}${index}`).join(' ');

  it('does not compare passages word by word that are long and have no sentence in common', () => {
    const [before, after] = [passage(40_000, 'wort'), passage(40_000, 'word')];
    const started = performance.now();
    const hunks = diffWords(before, after);
    assert.ok(performance.now() - started < 20_000);
    assert.equal(hunks.length, 1);
    assert.equal(StringEdit.of(hunks.map(editOf)).apply(before), after);
  });

  it('lets others work meanwhile, and finds the same', async () => {
    const before = line.repeat(4000);
    const after = before.replaceAll(/dull(?=[^\n]*\n[^\n]*\n)/g, 'bright');
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses++;
      return Promise.resolve();
    };
    const hunks = await diffWordsInSlices(before, after, pause, 5);
    assert.ok(pauses > 5, `${pauses} pauses`);
    assert.deepEqual(hunks, diffWords(before, after));
  });
});
