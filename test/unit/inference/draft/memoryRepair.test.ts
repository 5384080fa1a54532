import assert from 'node:assert/strict';
import type { MemoryMatch } from '../../../../extension/core/memory/memoryFile.js';
import { protect } from '../../../../extension/core/text/protect.js';
import type { TableDraft } from '../../../../extension/inference/draft/draftDecoder.js';
import { repairedTranslation } from '../../../../extension/inference/draft/memoryRepair.js';

const table: Readonly<Record<string, readonly string[]>> = {
  small: ['klein', 'kleine', 'kleinen', 'Kleine'],
  big: ['groß', 'große', 'großen'],
  cat: ['Katze'],
  dog: ['Hund'],
  Open: ['Öffnen', 'öffne', 'Öffne'],
  Close: ['Schließen', 'schließe'],
};
const decoder = {
  translate: (text: string): TableDraft[] =>
    (table[text] ?? [text]).map((wording, index) => ({ text: wording, score: -index })),
};

function repaired(sentence: string, source: string, target: string): string | undefined {
  const match: MemoryMatch = {
    ...{ source, target, sourceLanguage: 'en', targetLanguage: 'de', score: 0.8, origin: 'm.tmx' },
  };
  return repairedTranslation(protect(sentence, []), match, decoder);
}

describe('a translation of a similar sentence', () => {
  const source = 'Open the small house.';
  const target = 'Öffne das kleine Haus.';

  it('is put right where the two differ, with an ending like the one that stood there', () => {
    assert.equal(repaired('Open the big house.', source, target), 'Öffne das große Haus.');
    assert.equal(repaired('Close the big house.', source, target), 'Schließe das große Haus.');
  });

  it('is of no use where nobody knows which words are meant', () => {
    assert.equal(repaired('Open the big house.', source, 'Öffne das Häuschen.'), undefined);
    assert.equal(repaired('Open the big house.', source, 'Öffne das kleine, kleine Haus.'), undefined);
    assert.equal(repaired('Open the house.', source, target), undefined);
  });

  it('does not find a word inside of another', () => {
    assert.equal(repaired('The big dog', 'The big cat', 'Die Katzentür'), undefined);
  });
});
