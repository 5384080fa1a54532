import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { localisedStrings } from './localisedStrings.js';

const folder = path.resolve(__dirname, '../../../l10n');
const placeholders = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).sort();

describe('Localisation', () => {
  const wanted = localisedStrings();

  for (const language of ['de', 'fr', 'es', 'zh-cn']) {
    it(`is complete, and holds nothing else: ${language}`, () => {
      const file = path.join(folder, `bundle.l10n.${language}.json`);
      const bundle = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      assert.ok(wanted.length > 50);
      assert.deepEqual(Object.keys(bundle).sort(), wanted);
      for (const [english, translation] of Object.entries(bundle)) {
        assert.notEqual(translation.trim(), '', english);
        assert.deepEqual(placeholders(translation), placeholders(english), english);
      }
    });
  }
});
