import assert from 'node:assert/strict';
import type { Drafter } from '../../../../extension/inference/draft/draftDecoder.js';
import { PivotDecoder } from '../../../../extension/inference/draft/pivotDecoder.js';
import { fixtureTables } from '../support/draftFixture.js';

const drafter = (sourceLanguage: string, table: Record<string, Record<string, number>>): Drafter => ({
  sourceLanguage,
  translate: (text, count) =>
    Object.entries(table[text] ?? {})
      .map(([found, score]) => ({ text: found, score }))
      .slice(0, count),
});

describe('a translation through a third language', () => {
  const first = drafter('de', { Bank: { bank: -1, bench: -1.5 } });
  const second = drafter('en', { bank: { banque: -3, rive: -4 }, bench: { banc: -1, banque: -9 } });
  const pivot = new PivotDecoder(first, second);

  it('has the best sum of both scores first, and each text once', () => {
    assert.deepEqual(pivot.translate('Bank', 5), [
      { text: 'banc', score: -2.5 },
      { text: 'banque', score: -4 },
      { text: 'rive', score: -5 },
    ]);
    assert.equal(pivot.translate('Bank', 2).length, 2);
    assert.equal(pivot.sourceLanguage, 'de');
  });

  it('is none where the first language has no translation', () => {
    assert.deepEqual(pivot.translate('Tisch', 5), []);
  });

  it('is used only where there is no table, and there are two through English', async () => {
    assert.equal((await fixtureTables().drafter('en', 'de'))?.sourceLanguage, 'en');
    assert.equal(await fixtureTables().drafter('de', 'fr'), undefined);
    assert.equal(await fixtureTables().drafter('de', 'de'), undefined);
  });
});
