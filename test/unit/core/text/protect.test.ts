import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findProtectedSpans } from '../../../../extension/core/text/findProtectedSpans.js';
import { isIntact, maximumCopies, protect } from '../../../../extension/core/text/protect.js';
import type { Delimiter } from '../../../../extension/core/text/protectedSpan.js';
import { mixedText } from '../support/arbitraries.js';

const masked = (sentence: string, format?: string): ReturnType<typeof protect> =>
  protect(sentence, findProtectedSpans(sentence, format));
const texts = (copies: readonly { readonly text: string }[]): string[] => copies.map(({ text }) => text);

describe('protect', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('replaces spans by copy characters in order', () => {
    const { text, copies } = masked('Hello {name}, you have %d files.');
    assert.equal(text, 'Hello \ue000, you have \ue001 files.');
    assert.deepEqual(texts(copies), ['{name}', '%d']);
  });

  it('puts them back into a rewrite, in any order', () => {
    const restored = masked('Hello {name}, you have %d files.').restore('\ue001 Dateien hast du, \ue000.');
    assert.equal(restored.text, '%d Dateien hast du, {name}.');
    assert.ok(restored.reordered && isIntact(restored));
  });

  it('tells what was lost, doubled or made up', () => {
    const { restore } = masked('{a} and {b} and {c}.');
    const restored = restore('\ue000 und \ue000 und \ue002\ue007.');
    assert.equal(restored.text, '{a} und {a} und {c}.');
    assert.deepEqual(texts(restored.lost), ['{b}']);
    assert.deepEqual(texts(restored.duplicated), ['{a}']);
    assert.equal(restored.unknown, 1);
    assert.ok(!isIntact(restored));
    assert.ok(!isIntact(restore('\ue000 \ue001')));
    assert.ok(!isIntact(restore('\ue000 \ue001 \ue002 \ue003')));
  });

  it('tells an order that makes no sense from one that does', () => {
    const { restore } = masked('<b>bold</b> and <i>italic</i>');
    assert.ok(isIntact(restore('\ue002kursiv\ue003 und \ue000fett\ue001')));
    assert.ok(isIntact(restore('\ue000fett \ue002kursiv\ue003\ue001')));
    assert.ok(restore('\ue001fett\ue000 und \ue002kursiv\ue003').misnested);
    assert.ok(restore('\ue000fett \ue002und\ue001 kursiv\ue003').misnested);
  });

  it('gives touching spans one character', () => {
    const { text, copies } = masked('**[bold link](http://x.org)** {a}{b} end', 'markdown');
    assert.equal(text, '\ue000bold link\ue001 \ue002 end');
    assert.deepEqual(texts(copies), ['**[', '](http://x.org)**', '{a}{b}']);
  });

  it('protects copy characters of the text itself', () => {
    const { text, copies, restore } = protect('My \ue005 and {x}', [
      { start: 9, end: 12, kind: 'placeholder' },
    ]);
    assert.equal(text, 'My \ue000 and \ue001');
    assert.deepEqual(texts(copies), ['\ue005', '{x}']);
    assert.equal(restore(text).text, 'My \ue005 and {x}');
  });

  it('never needs more than 32 characters', () => {
    const sentence = Array.from(
      { length: 50 },
      (_, index) => `{p${index}}${index % 2 === 0 ? ' ' : ' or '}`,
    ).join('');
    const { text, copies, restore } = masked(sentence);
    assert.equal(copies.length, maximumCopies);
    assert.equal(restore(text).text, sentence);
    assert.ok(isIntact(restore(text)));
  });

  const escapes: readonly (readonly [Delimiter, string])[] = [
    ['"', 'Er sagte \\"ja\\", C:\\\\x\\nund it\'s `x` {a}'],
    ["'", 'Er sagte "ja", C:\\\\x\\nund it\\\'s `x` {a}'],
    ['`', 'Er sagte "ja", C:\\\\x\nund it\'s \\`x\\` {a}'],
    ["''", 'Er sagte "ja", C:\\x\nund it\'\'s `x` {a}'],
  ];
  for (const [delimiter, expected] of escapes) {
    it(`escapes new text for a literal in ${delimiter}`, () => {
      const { restore } = protect('Say {a}', [{ start: 4, end: 7, kind: 'placeholder' }], delimiter);
      assert.equal(restore('Er sagte "ja", C:\\x\nund it\'s `x` \ue000').text, expected);
    });
  }

  it('gives the sentence back, whatever the spans and the literal', () => {
    const span = fc.record({
      start: fc.nat(40),
      length: fc.nat(5),
      pair: fc.constantFrom('open' as const, 'close' as const, undefined),
    });
    const delimiters = fc.constantFrom(undefined, '"' as const, "'" as const, '`' as const, "''" as const);
    fc.assert(
      fc.property(mixedText(40), fc.array(span), delimiters, (sentence, drafts, delimiter) => {
        const spans = drafts.map(({ start, length, pair }) => ({
          start: Math.min(start, sentence.length),
          end: Math.min(start + length, sentence.length),
          kind: 'code' as const,
          ...(pair !== undefined && { pair }),
        }));
        const { text, copies, restore } = protect(sentence, spans, delimiter);
        assert.ok(copies.length <= maximumCopies);
        const restored = restore(text);
        assert.equal(restored.text, sentence);
        assert.deepEqual(
          [restored.lost, restored.duplicated, restored.unknown, restored.reordered],
          [[], [], 0, false],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
