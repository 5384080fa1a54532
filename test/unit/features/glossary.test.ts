import assert from 'node:assert/strict';
import type { GlossaryEntry } from '../../../extension/core/glossary/glossaryEntry.js';
import { applicableTerms } from '../../../extension/features/glossary/applicableTerms.js';
import { readGlossaryFile } from '../../../extension/features/glossary/readGlossaryFile.js';
import { glossaryHeader, glossaryRow } from '../../../extension/features/glossary/glossaryRow.js';

describe('Glossary', () => {
  const entries = [
    { source: 'cloud', target: 'Wolke', sourceLanguage: 'en', targetLanguage: 'de-AT' },
    { source: 'cloud', target: 'nuage', targetLanguage: 'fr' },
    { source: 'Go', target: 'Go', caseSensitive: true },
    { source: 'e-mail', target: 'email', sourceLanguage: 'en-GB', targetLanguage: 'en-US' },
  ];
  const sources = (target: string | undefined, ...texts: string[]): string[] =>
    applicableTerms(entries, target, texts).map(({ target: held }) => held);

  it('terms are those of the target language and of every language', () => {
    assert.deepEqual(sources('de', 'Go to the cloud'), ['Wolke', 'Go']);
    assert.deepEqual(sources('DE', 'cloud'), ['Wolke']);
    assert.deepEqual(sources('fr_CA', 'Clouds'), ['nuage'], 'the engine looks closer');
  });

  it('terms whose words are in none of the texts are not sent', () => {
    assert.deepEqual(sources('de', 'nothing', 'CLOUD'), ['Wolke']);
    assert.deepEqual(sources('de', 'rain'), []);
  });

  it('terms of two languages have no place in a text that stays in its own', () => {
    assert.deepEqual(sources(undefined, 'Go, e-mail, cloud'), ['email']);
  });

  it('terms carry what the engine needs, and no more', () => {
    assert.deepEqual(applicableTerms(entries, 'es', ['Go']), [
      { source: 'Go', target: 'Go', caseSensitive: true },
    ]);
  });

  it('files are read past their mistakes, each with its line', () => {
    const { entries, problems } = readGlossaryFile(
      `${glossaryHeader}\r\ncloud,Wolke,en,de\r\n,nothing\r\nserver,\r\nGo,Go,,,maybe\r\nrain,Regen,en,de,yes\r\n`,
    );
    assert.deepEqual(entries, [
      { source: 'cloud', target: 'Wolke', sourceLanguage: 'en', targetLanguage: 'de' },
      { source: 'rain', target: 'Regen', sourceLanguage: 'en', targetLanguage: 'de', caseSensitive: true },
    ]);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2, 3, 4],
    );
    assert.ok(problems.every(({ mistake }) => !mistake.template.startsWith('glossary:')));
  });

  it('files of quotation marks that never end, and broken XML, come to an end', () => {
    const open = readGlossaryFile('source,target\n"a,b\nc,d\n');
    assert.equal(open.problems.length > 0, true);
    const xml = readGlossaryFile('<tbx><text><body><langSec>');
    assert.deepEqual([xml.entries.length, xml.problems.length], [0, 1]);
    assert.deepEqual(readGlossaryFile(''), { entries: [], problems: [] });
    assert.equal(readGlossaryFile('source,target\n' + ',x\n'.repeat(80)).problems.length, 50);
  });

  it('rows have their cells where the columns are', () => {
    const entry = { source: 'a, b', target: 'say "c"', targetLanguage: 'de' };
    const row = (firstLine: string, term: GlossaryEntry): string | undefined =>
      glossaryRow(firstLine, term)?.text;
    assert.equal(row(glossaryHeader, entry), '"a, b","say ""c""",,de');
    assert.equal(row('\ufeffTarget Language, "Target" ,SOURCE,note', entry), 'de,"say ""c""","a, b"');
    assert.equal(row('cloud,Wolke', { source: 'x', target: ' y' }), 'x," y"');
    assert.equal(row('source;target', { source: 'a, b', target: 'c;d' }), 'a, b;"c;d"');
    assert.equal(row('', { source: 'x', target: 'y' }), 'x,y');
    assert.equal(row('en,de', entry), undefined, 'which of the columns the term belongs in is not known');
    assert.equal(glossaryRow('cloud,Wolke', entry)?.losesLanguage, true);
    assert.equal(glossaryRow(glossaryHeader, entry)?.losesLanguage, false);
    const cased = glossaryRow(glossaryHeader, { source: 'x', target: 'y', caseSensitive: true });
    assert.equal(cased?.text, 'x,y,,,yes');
  });
});
