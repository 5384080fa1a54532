import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProtectedSpans } from '../../../../extension/core/text/findProtectedSpans.js';
import { protect } from '../../../../extension/core/text/protect.js';
import { segment } from '../../../../extension/core/text/segment.js';
import { assertGolden, readGoldenInput } from '../support/golden.js';

/** Every span with its kind; `|` in front marks those that separate, `<` and `>` the sides of a pair. */
function listSpans(text: string, format: string): string[] {
  return findProtectedSpans(text, format).map(({ start, end, kind, separates, pair }) => {
    const side = pair === 'open' ? '<' : pair === 'close' ? '>' : '';
    return `${separates ? '|' : ' '}${side}${kind} ${JSON.stringify(text.slice(start, end))}`;
  });
}

/** Every sentence as the model sees it, with its copy characters written out. */
function listSentences(text: string, format: string): string[] {
  return segment(text, { format }).map(({ text: sentence, spans, delimiter }) => {
    const { text: masked, copies } = protect(sentence, spans, delimiter);
    const shown = copies.reduce(
      (result, copy) => result.replace(String.fromCharCode(0xe000 + copy.index), `⟦${copy.text}⟧`),
      masked,
    );
    return `${delimiter === undefined ? '' : `(${delimiter}) `}${shown}`;
  });
}

describe('protected spans and sentences, golden files', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  const names = readdirSync(join(process.cwd(), 'test', 'golden', 'spans')).filter(
    (name) => !/\.(golden|actual)$/.test(name),
  );

  it('cover the formats', () => {
    assert.ok(names.length >= 20, names.join(' '));
  });

  for (const name of names) {
    it(name, () => {
      const text = readGoldenInput(`spans/${name}`);
      const format = name.slice(name.lastIndexOf('.') + 1);
      const sentences = listSentences(text, format).join('\n');
      const spans = listSpans(text, format).join('\n');
      assertGolden(`spans/${name}.golden`, `SENTENCES\n${sentences}\n\nSPANS\n${spans}\n`);
    });
  }
});
