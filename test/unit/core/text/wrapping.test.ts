import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { displayWidth } from '../../../../extension/core/text/displayWidth.js';
import { segment, type Segment } from '../../../../extension/core/text/segment.js';
import { segmentPart } from '../../../../extension/core/text/segmentPart.js';
import { wrapWords } from '../../../../extension/core/text/wordWrap.js';
import { sourceOf } from '../../../../extension/core/text/wrapping.js';
import { joinSegments } from '../../../../extension/inference/rewrite/joinSegments.js';
import { mixedText } from '../support/arbitraries.js';

/** Rewrites each sentence of a text. */
function rewrite(text: string, format: string, change: (sentence: string) => string): string {
  const parts = segment(text, { format }).map((part) => ({
    segment: part,
    output: part.text === '' ? '' : change(part.text),
    result: { score: -1, tokens: 1 },
  }));
  return joinSegments(parts, format)
    .map(({ output }) => output)
    .join('');
}

const longer = (sentence: string): string => sentence.replaceAll('word', 'longer word');

describe('wrapped paragraphs', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  const comment = [
    '  // The first word of this comment is wrapped at a margin of about sixty',
    '  // columns, word for word. The second one stays.',
    '',
  ].join('\n');

  it('are joined to sentences', () => {
    assert.deepEqual(
      segment(comment, { format: 'typescript' }).map(({ text }) => text),
      [
        'The first word of this comment is wrapped at a margin of about sixty columns, word for word.',
        'The second one stays.',
      ],
    );
  });

  it('are wrapped at the same margin, with their markers', () => {
    assert.equal(
      rewrite(comment, 'typescript', longer),
      [
        '  // The first longer word of this comment is wrapped at a margin of',
        '  // about sixty columns, longer word for longer word.',
        '  // The second one stays.',
        '',
      ].join('\n'),
    );
  });

  it('keep the line breaks of sentences that stay as they are', () => {
    const text = [
      'A first sentence of words that is short. A second one of this text that goes',
      'on over the end,',
      'and over another one for no reason.',
      '',
    ].join('\n');
    const changed = rewrite(text, 'markdown', (sentence) =>
      sentence.replace('A first sentence', 'The very first one'),
    );
    assert.ok(changed.endsWith('goes\non over the end,\nand over another one for no reason.\n'), changed);
    assert.equal(
      rewrite(text, 'markdown', (sentence) => sentence),
      text,
    );
  });

  it('keep a sentence on each line where that is how they are written', () => {
    const text = 'A sentence with a word that stands alone on a line of its own.\nAnother word here.\n';
    assert.equal(rewrite(text, 'markdown', longer), longer(text));
  });

  it('never begin a line with what would be a marker', () => {
    const text = `${'word '.repeat(14)}ends\nhere - and 1. goes # on + with * signs.\n`;
    const lines = rewrite(text, 'markdown', (sentence) => sentence.replaceAll('word', 'wordy')).split('\n');
    assert.ok(lines.length > 2);
    assert.ok(
      lines.every((line) => !/^(?:[-+*#]|1\.) /.test(line)),
      lines.join('\n'),
    );
  });

  it('keep quotes, lists and hard breaks apart', () => {
    const text = [
      '> A quoted sentence which is long enough to be wrapped at the margin and',
      '> goes on with a word.',
      '',
      '- An item which is long enough to be wrapped at the margin that we have',
      '  and goes on with a word.',
      '- A word',
      '',
    ].join('\n');
    const changed = rewrite(text, 'markdown', longer);
    assert.deepEqual(
      changed.split('\n').map((line) => /^(?:> |- | {2})?/.exec(line)![0]),
      ['> ', '> ', '', '- ', '  ', '- ', ''],
    );
  });

  it('join Chinese and Japanese without spaces and wrap them anywhere but before punctuation', () => {
    const text = '这是一段很长的文字，长到需要在文档的边缘换行才能继续写下去，所以它的句子会跨越\n两行。\n';
    const [sentence] = segment(text);
    assert.ok(sentence?.text.includes('跨越两行'));
    const changed = rewrite(text, 'plaintext', (part) => part.replaceAll('文', '文文文'));
    const lines = changed.trimEnd().split('\n');
    assert.ok(lines.length >= 2 && lines.every((line) => !/^[，。]/.test(line) && displayWidth(line) <= 80));
    assert.equal(lines.join(''), text.replaceAll('文', '文文文').replaceAll('\n', ''));
  });

  it('keep the space before the break of a string that is put together', () => {
    const text =
      'msgstr ""\n"The first word of the line, which is long enough to be broken at "\n"this word."\n';
    const changed = rewrite(text, 'po', longer);
    assert.match(changed, /^msgstr ""\n(?:"[^"\n]* "\n)+"[^"\n]*"\n$/);
    assert.equal(changed.replaceAll('"\n"', ''), longer(text.replaceAll('"\n"', '')));
  });

  it('break no protected span', () => {
    const span = '`a code span with a good many words in it`';
    const text = `Some words, and ${span} which stand on a line that is\nwrapped as the others are with a word.\n`;
    assert.ok(rewrite(text, 'markdown', (part) => part.replace('Some', 'Some more of the')).includes(span));
  });

  it('are wrapped within the margin, and joined again are the words they were', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ж', '世'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 12, max: 60 }),
        (words, width) => {
          const text = words.join(' ');
          const wrapping = { lineBreak: '\n// ', width, keepsSpace: true };
          const wrapped = wrapWords(text, 0, wrapping);
          assert.equal(wrapped.replaceAll('\n// ', ''), text);
          const widest = Math.max(...words.map(displayWidth));
          for (const line of wrapped.split('\n')) {
            assert.ok(displayWidth(line.trimEnd()) <= Math.max(width, widest + 3));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('can be cut anywhere and put together again', () => {
    const check = (part: Segment): void => {
      const cut = Math.floor(part.text.length / 2);
      const parts = [segmentPart(part, 0, cut), segmentPart(part, cut, part.text.length)];
      const joined = parts.map((half) => half.prefix + sourceOf(half) + half.suffix).join('');
      assert.equal(joined, part.prefix + sourceOf(part) + part.suffix);
      assert.equal(
        parts[1]!.start - parts[0]!.start,
        joined.indexOf(sourceOf(parts[1]!), parts[0]!.prefix.length + 1) - parts[0]!.prefix.length,
      );
    };
    segment(comment, { format: 'typescript' }).forEach(check);
  });

  for (const format of [
    'plaintext',
    'markdown',
    'typescript',
    'python',
    'latex',
    'html',
    'po',
    'properties',
    'yaml',
  ]) {
    it(`come back byte for byte if nothing changes (${format})`, () => {
      fc.assert(
        fc.property(mixedText(60), (text) => {
          assert.equal(
            rewrite(text, format, (sentence) => sentence),
            text,
          );
        }),
        { numRuns: 150 },
      );
    });
  }
});
