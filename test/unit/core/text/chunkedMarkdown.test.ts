import assert from 'node:assert/strict';
import fc from 'fast-check';

import { parseMarkdown } from '../../../../extension/core/text/formats/markdown.js';

/** Blocks that chunks could cut in two, or that say something about what stands elsewhere. */
const blocks = [
  '# A heading\n',
  '## Another *one* with [a link](https://example.org/page)\n',
  '    # indented, and so code\n',
  'A paragraph with [Foo  Bar], ![pic][foo bar], [^note] and `code`.\n',
  'Lazy text\n# right below\n',
  '[foo bar]: https://example.org "Title"\n',
  '> [in quotation]: https://example.org\n',
  'See [in\nquotation] and [IN QUOTATION][].\n',
  '[^note]: A footnote.\n\n    # with a heading in it\n',
  '[never]: is not, in `[never]: code`\n',
  '```md\n# not a heading\n\n# nor this\n[never]: x\n```\n',
  '~~~~\n\n# never closed\n',
  '- an item\n\n  # in the item\n\n  ```\n\n# behind the item\n',
  '<!-- a comment\n\n# goes on\n\n-->\n',
  '<div>\n\n# inside\n\n</div>\n',
  '<script>\n\n# text\n\n</script>\n',
  '$$\na\n\n# b\n$$\n',
  ':::note[A label]\n\n# in the note\n\n:::\n',
  '| a | b |\n|---|---|\n| c | d |\n',
  '---\ntitle: x\n\n# a comment\n---\n',
  '> quotation\n\n# not in it\n',
  '1. one\n2. two \\* three\n',
];

const text = fc.record({
  parts: fc.array(fc.constantFrom(...blocks), { minLength: 2, maxLength: 14 }),
  eol: fc.constantFrom('\n', '\r\n'),
});

const sorted = (spans: ReturnType<typeof parseMarkdown>): string[] =>
  spans.map((span) => JSON.stringify(span)).sort();

describe('Markdown in chunks', () => {
  it('is the same as Markdown at once', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 200 }), ({ parts, eol }, length) => {
        const document = parts.join('\n').replaceAll('\n', eol);
        assert.deepEqual(
          sorted(parseMarkdown(document, length)),
          sorted(parseMarkdown(document, document.length)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('knows a definition in another chunk, and none that is only code', () => {
    const document = [
      '# One\n\nSee [the page] and [the code].\n',
      '# Two\n\n[the page]: https://example.org\n',
      '# Three\n\n```\n[the code]: x\n```\n',
    ].join('\n');
    const found = parseMarkdown(document, 1).map(({ start, end }) => document.slice(start, end));
    assert.ok(found.includes('[the page]'));
    assert.ok(!found.includes('[the code]'));
  });
});
