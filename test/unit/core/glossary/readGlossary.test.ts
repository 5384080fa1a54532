import assert from 'node:assert/strict';
import fc from 'fast-check';

import { termsFor } from '../../../../extension/core/glossary/glossaryEntry.js';
import { readGlossary } from '../../../../extension/core/glossary/readGlossary.js';

const read = (text: string) => readGlossary(text, 'terms.csv');
const pairs = (text: string): string[] => read(text).map(({ source, target }) => `${source}=${target}`);
const refuses = (text: string, message: RegExp): void => {
  assert.throws(
    () => read(text),
    (error: Error & { code: string }) => {
      assert.equal(error.code, 'invalidArgument');
      assert.match(error.message, message);
      return true;
    },
  );
};

describe('a glossary of separated values', () => {
  it('has a term and its translation on each line', () => {
    assert.deepEqual(pairs('branch,Zweig\npull request,Änderungswunsch\n'), [
      'branch=Zweig',
      'pull request=Änderungswunsch',
    ]);
    assert.deepEqual(pairs('a;"b; ""c"""\r\n\r\n d ; e, f \r\n'), ['a=b; "c"', 'd=e, f']);
    assert.deepEqual(pairs('\ufeffa\tb, c\n'), ['a=b, c']);
    assert.deepEqual(pairs(''), []);
  });

  it('may name its columns', () => {
    assert.deepEqual(read('Target,Case sensitive,Source\nx,yes,X\ny,,Y\n'), [
      { source: 'X', target: 'x', caseSensitive: true },
      { source: 'Y', target: 'y' },
    ]);
  });

  it('may have a column for each language', () => {
    const entries = read('en,de,fr-CA\nbranch,Zweig,branche\ncommit,Commit,\n');
    assert.equal(entries.length, 8);
    assert.deepEqual(
      termsFor(entries, 'de').map(({ source, target }) => `${source}=${target}`),
      ['branch=Zweig', 'branche=Zweig', 'commit=Commit'],
    );
    assert.deepEqual(termsFor(entries, 'fr').length, 2);
    assert.deepEqual(termsFor(entries, 'es'), []);
  });

  it('says where it is wrong', () => {
    refuses('a,b\nc\n', /^terms\.csv:2: “c” has no translation/);
    refuses('a,b\n\n,d\n', /^terms\.csv:3: The term is empty/);
    refuses('a,\n', /^terms\.csv:1: .*“a” has no translation/);
    refuses('a,b,maybe\n', /^terms\.csv:1: .*“yes” or “no”/);
    refuses('a,b\n"c,d\n', /^terms\.csv:\d: .*[Qq]uot/);
    refuses('a,"b\nc"\n', /^terms\.csv:\d: .*line break/);
    refuses('en,de\na,b,c\n', /^terms\.csv:2: 3 columns/);
  });

  it('gives back whatever was written properly', () => {
    const cell = fc
      .string({ minLength: 1, maxLength: 9, unit: 'grapheme' })
      .map((text) => text.replaceAll(/[\p{Cc}\ufeff"<]/gu, '-'));
    const tidy = cell.map((text) => text.trim().replaceAll(/\s/gu, ' ')).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(tidy, tidy), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = [['source', 'target'], ...rows]
          .map((row) => row.map((one) => `"${one}"`).join(','))
          .join('\n');
        assert.deepEqual(
          read(text).map(({ source, target }) => [source, target]),
          rows,
        );
      }),
    );
  });
});

describe('a TBX glossary', () => {
  const concept = `<?xml version="1.0"?>
<tbx type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1">
  <langSec xml:lang="en"><termSec><term>pull request</term></termSec><termSec><term>PR</term></termSec></langSec>
  <langSec xml:lang="de">
    <termSec><term>Pull-Anfrage</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
    <termSec><term>Anfrage</term></termSec>
    <termSec><term>Änderungs&#x77;unsch &amp; mehr</term>
      <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
  </langSec>
</conceptEntry></body></text></tbx>`;

  it('translates the terms of a concept', () => {
    const terms = termsFor(readGlossary(concept, 'a.tbx'), 'de-AT');
    assert.deepEqual(terms, [
      { source: 'pull request', target: 'Änderungswunsch & mehr' },
      { source: 'PR', target: 'Änderungswunsch & mehr' },
    ]);
    const back = termsFor(readGlossary(concept, 'a.tbx'), 'en').map(({ source }) => source);
    assert.deepEqual(back, ['Pull-Anfrage', 'Anfrage', 'Änderungswunsch & mehr']);
  });

  it('may have the older elements', () => {
    const older = `<martif type="TBX"><text><body><termEntry>
      <langSet xml:lang="en"><tig><term>commit</term></tig></langSet>
      <langSet xml:lang="fr"><ntig><termGrp><term>validation</term></termGrp></ntig></langSet>
      </termEntry></body></text></martif>`;
    assert.deepEqual(termsFor(readGlossary(older, 'a.tbx'), 'fr'), [
      { source: 'commit', target: 'validation' },
    ]);
  });

  it('says where it is wrong', () => {
    const wrong = (text: string, message: RegExp): void => {
      assert.throws(() => readGlossary(text, 'a.tbx'), { code: 'invalidArgument', message });
    };
    wrong('<html>\n</html>', /^a\.tbx:1: The root element is <html>/);
    wrong(concept.replace('<term>PR</term>', '<term> </term>'), /^a\.tbx:4: The term is empty/);
    wrong(concept.replace(' xml:lang="de"', ''), /^a\.tbx:5: <langSec> does not say its language/);
    wrong(concept.replace('</conceptEntry>', ''), /^a\.tbx:\d+: The element <conceptEntry> is not closed/);
  });
});
