import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { graphemeBoundaries } from '../../../../extension/core/text/segmenters.js';
import { hasProse, segment, type Segment } from '../../../../extension/core/text/segment.js';
import { findProtectedSpans } from '../../../../extension/core/text/findProtectedSpans.js';
import { isIntact, protect } from '../../../../extension/core/text/protect.js';
import { sourceOf } from '../../../../extension/core/text/wrapping.js';
import { mixedText } from '../support/arbitraries.js';

const formats = [
  ...[
    'plaintext',
    'markdown',
    'html',
    'xml',
    'latex',
    'json',
    'yaml',
    'properties',
    'po',
    'typescript',
    'python',
  ],
  ...['sql', 'rust', 'git-commit', 'restructuredtext', 'no-such-language'],
  ...['mdx', 'toml', 'arb', 'strings', 'xliff', 'typescriptreact'],
];
const joined = (segments: readonly Segment[]): string =>
  segments.map((part) => part.prefix + sourceOf(part) + part.suffix).join('');
const sentences = (text: string, format?: string): string[] =>
  segment(text, format === undefined ? {} : { format }).map((part) => part.text);

describe('segment', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  it('gives nothing for nothing, and one empty sentence for what is no prose', () => {
    assert.deepEqual(segment(''), []);
    assert.deepEqual(segment(' \n---\n12:30\n'), [
      { prefix: '', text: '', suffix: ' \n---\n12:30\n', start: 0, spans: [] },
    ]);
  });

  it('keeps white space and line breaks around sentences', () => {
    assert.deepEqual(
      segment('  One.  Two. \r\n\r\n\tThree').map(({ prefix, text, suffix, start }) => [
        prefix,
        text,
        suffix,
        start,
      ]),
      [
        ['  ', 'One.', '  ', 2],
        ['', 'Two.', ' \r\n', 8],
        ['\r\n\t', 'Three', '', 18],
      ],
    );
  });

  it('takes markers of lists, headings, quotes and comments for no prose', () => {
    const text =
      '# Head\n## Second ##\n- item\n* [ ] task\n12) numbered\n> > quoted\n// slashes\n/* block */\n';
    assert.deepEqual(sentences(text), [
      ...['Head', 'Second', 'item', 'task', 'numbered', 'quoted', 'slashes', 'block'],
    ]);
  });

  it('does not end sentences at abbreviations and initials', () => {
    assert.deepEqual(sentences('Dr. A. Smith, e.g. here. Done. Das ist z.B. gut. Fin.'), [
      'Dr. A. Smith, e.g. here.',
      'Done.',
      'Das ist z.B. gut.',
      'Fin.',
    ]);
  });

  it('does not cut inside a protected span', () => {
    assert.deepEqual(sentences('Call `a. B` now. See http://x.org/a.Html?b.C now.'), [
      'Call `a. B` now.',
      'See http://x.org/a.Html?b.C now.',
    ]);
  });

  it('gives spans in the offsets of the sentence', () => {
    const [, second] = segment('One. Two {name} two.');
    assert.deepEqual(second?.spans, [{ start: 4, end: 10, kind: 'placeholder' }]);
    assert.equal(second.start, 5);
  });

  it('tells the string literal that a sentence is in', () => {
    assert.deepEqual(
      segment('{"a": "One.\\nTwo."}', { format: 'json' }).map(({ text, delimiter }) => [text, delimiter]),
      [
        ['One.', '"'],
        ['Two.', '"'],
      ],
    );
    assert.equal(segment("a: 'One text'", { format: 'yaml' })[0]?.delimiter, "''");
    assert.equal(segment('One text')[0]?.delimiter, undefined);
  });

  it('uses the spans it is given', () => {
    const spans = [{ start: 5, end: 9, kind: 'fence', separates: true }] as const;
    assert.deepEqual(
      segment('One, two, three', { spans }).map(({ text }) => text),
      ['One,', 'three'],
    );
  });

  for (const format of formats) {
    it(`joined is the text, byte for byte, with sound sentences (${format})`, () => {
      fc.assert(
        fc.property(mixedText(), (text) => {
          const segments = segment(text, { format });
          assert.equal(joined(segments), text);
          for (const part of segments) {
            const { text: sentence, start, spans, delimiter } = part;
            assert.ok(text.startsWith(sourceOf(part), start));
            assert.equal(sentence, sentence.trim());
            assert.ok(sentence === '' ? segments.length === 1 : hasProse(sentence, spans));
            assert.ok(
              spans.every(({ start: from, end }) => from >= 0 && from < end && end <= sentence.length),
            );
            const masked = protect(sentence, spans, delimiter, format);
            const restored = masked.restore(masked.text);
            assert.equal(restored.text, sentence);
            assert.ok(isIntact(restored));
          }
        }),
        { numRuns: 250 },
      );
    });

    it(`finds disjoint spans in order (${format})`, () => {
      fc.assert(
        fc.property(mixedText(), (text) => {
          let position = 0;
          for (const { start, end, delimiter } of findProtectedSpans(text, format)) {
            assert.ok(start >= position && end <= text.length && (end > start || delimiter !== undefined));
            position = end;
          }
        }),
        { numRuns: 150 },
      );
    });
  }

  it('begins and ends sentences at graphemes', () => {
    fc.assert(
      fc.property(mixedText(), (text) => {
        const boundaries = graphemeBoundaries(text);
        for (const { start, text: sentence, spans } of segment(text)) {
          // White space that combines with a letter is trimmed all the same, and a span may begin anywhere.
          const combines = graphemeBoundaries(` ${sentence} `).size < graphemeBoundaries(sentence).size + 2;
          const spanned = spans.some(({ start: from, end }) => from === 0 || end === sentence.length);
          const sound = boundaries.has(start) && boundaries.has(start + sentence.length);
          assert.ok(sentence === '' || combines || spanned || sound);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('copes with hostile texts', () => {
    const hostile = [
      '{a,b,',
      '<!--',
      '`',
      '[',
      '*a ',
      '$',
      '\\begin{equation}',
      '{',
      '<a ',
      '%',
      '"',
      "'",
      '/*',
      'a@',
      './',
      '- ',
    ];
    for (const piece of hostile) {
      const text = piece.repeat(2000);
      for (const format of ['plaintext', 'markdown', 'html', 'latex', 'json', 'yaml', 'typescript']) {
        assert.equal(joined(segment(text, { format })), text);
      }
    }
  });
});

describe('the inside of a JSON string', () => {
  it('is one too where it begins with what is protected', () => {
    for (const text of [
      'Some words.',
      '%s files are left.',
      'https://example.org is down.',
      '\uf8ff An icon.',
    ])
      assert.equal(segment(text, { format: 'json' })[0]?.delimiter, '"', text);
  });
});
