import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { planDocument } from '../../../extension/cli/folder/documentPlan.js';
import { DocumentRewriter } from '../../../extension/cli/folder/documentRewriter.js';
import { gettextEntries } from '../../../extension/core/text/gettextEntries.js';
import { prepareText } from '../../../extension/cli/folder/preparedText.js';
import { StretchCache } from '../../../extension/cli/folder/stretchCache.js';
import { tinyManifest } from '../inference/support/tinyManifest.js';
import { SentenceEngine } from './translateBench.js';

const pieces = [
  'A sentence. Another one, by Dr. Who! And vitamin c. Yes.',
  '# A heading',
  '- an item\n- another item\n  that goes on',
  '> quoted text\n> over two lines',
  '| a | b |\n| - | - |\n| some words | other words |',
  '`code` and [a link](x.md), **bold words** and {name}.',
  '```\ncode here\n```',
  '1. first\n2. second',
  '这是一句话。这是另一句。',
  'ünïcödé ﬁ 👩‍👩‍👧 wörds\nwrapped onto another line of the same paragraph\nand a third',
  '{"key": "a value", "other": "more text"}',
  '<p>Some <b>bold</b> text</p>',
  '\uf8ff an icon',
];
const documents = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('\n', '\n\n', ' ', '\r\n')), { maxLength: 9 })
  .map((parts) => parts.flat().join(''));
const formats = fc.constantFrom('markdown', 'plaintext', 'html', 'json', 'yaml', 'latex', 'properties');

function rewriter(cache: StretchCache): { engine: SentenceEngine; rewriter: DocumentRewriter } {
  const engine = new SentenceEngine({ directory: '', device: 'cpu' }, tinyManifest());
  const { signal } = new AbortController();
  const request = { instruction: 'Fix.' };
  return { engine, rewriter: new DocumentRewriter(() => Promise.resolve(engine), cache, request, signal) };
}

describe('Documents in parts', function () {
  this.timeout(60_000);

  it('come to the same as the whole, whatever was known before', async () => {
    await fc.assert(
      fc.asyncProperty(documents, documents, formats, async (first, second, format) => {
        const whole = rewriter(StretchCache.temporary());
        const [expected] = await whole.engine.rewrite({ texts: [second], instruction: 'Fix.', format });
        const cache = StretchCache.temporary();
        // What is known from the first leaves holes in the second.
        await rewriter(cache).rewriter.rewrite(planDocument(first, format));
        const { text } = await rewriter(cache).rewriter.rewrite(planDocument(second, format));
        assert.equal(text, expected?.output);
      }),
      { numRuns: 300 },
    );
  });

  it('ask for nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(documents, formats, async (text, format) => {
        const cache = StretchCache.temporary();
        await rewriter(cache).rewriter.rewrite(planDocument(text, format));
        const again = rewriter(cache);
        await again.rewriter.rewrite(planDocument(text, format));
        assert.equal(again.engine.rewrites.length, 0);
      }),
    );
  });
});

describe('Filled catalogues', () => {
  const string = fc
    .array(fc.constantFrom('word ', '%s', '\\n', '\\"', '{x}', 'ü', ' '), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const entry = fc
    .tuple(string, fc.boolean(), fc.boolean(), fc.boolean())
    .map(([id, plural, done, comment]) =>
      [
        ...(comment ? ['#, c-format', '# note'] : []),
        `msgid "x${id}"`,
        ...(plural ? [`msgid_plural "y${id}"`] : []),
        ...(plural ? ['msgstr[0] ""', 'msgstr[1] ""'] : [done ? 'msgstr "done"' : 'msgstr ""']),
      ].join('\n'),
    );

  it('have the same messages, and a translation for each', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const text = `${entries.join('\n\n')}\n`;
        const filled = gettextEntries(prepareText(text, 'po', { target: 'de', fuzzy: true }).text);
        const before = gettextEntries(text);
        assert.deepEqual(
          filled.map(({ identifier, plural }) => [identifier?.content, plural?.content]),
          before.map(({ identifier, plural }) => [identifier?.content, plural?.content]),
        );
        for (const { translations, identifier, plural } of filled) {
          assert.equal(translations.length, plural ? 2 : 1);
          const [first] = translations;
          assert.ok(first?.string.content === 'done' || first?.string.content === identifier?.content);
        }
      }),
    );
  });
});
