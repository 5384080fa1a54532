import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenise } from '../../../../extension/inference/draft/draftTokens.js';
import { draftFolder, fixtureTables } from '../support/draftFixture.js';

interface Case {
  readonly direction: string;
  readonly source: string;
  readonly tokens: readonly (readonly [string, string])[];
  readonly best: readonly { readonly text: string; readonly score: number }[];
}

const cases = JSON.parse(readFileSync(join(draftFolder, 'cases.json'), 'utf8')) as Case[];
const tables = fixtureTables();

/** `models/tests/drafts_fixture.py` writes what the reference in `models/drafts` makes of these sentences. */
describe('drafts, as the reference makes them', () => {
  for (const { direction, source, tokens, best } of cases) {
    it(`${direction}: ${source}`, async () => {
      const [from = '', to = ''] = direction.split('-');
      const decoder = await tables.decoder(from, to);
      assert.ok(decoder);
      const { vocabulary } = decoder.direction.source;
      const own = tokenise(source, from, (run) => vocabulary.cutHan(run));
      assert.deepEqual(
        own.map(({ word, text }) => [word, text]),
        tokens,
      );
      if (tokens.length === 0) return;
      const drafts = decoder.translate(source, best.length);
      assert.deepEqual(
        drafts.map(({ text }) => text),
        best.map(({ text }) => text),
      );
      drafts.forEach(({ score }, index) => assert.ok(Math.abs(score - (best[index]?.score ?? 0)) < 1e-9));
    });
  }
});
