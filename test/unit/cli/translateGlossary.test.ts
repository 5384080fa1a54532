import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TranslateBench } from './translateBench.js';

describe('interlinear translate, with a glossary', () => {
  let bench: TranslateBench;
  let file: string;
  beforeEach(() => {
    bench = new TranslateBench();
    file = join(bench.directory, 'terms.csv');
  });
  afterEach(() => bench.close());

  const glossary = (text: string): void => writeFileSync(file, text);
  const header = 'source,target,source language,target language\n';

  it('gives every request the terms of its language, and the words to keep', async () => {
    glossary(`${header}cloud,Wolke,en,de\ncloud,nuage,en,fr\nserver,Server,,\n`);
    bench.write('a.md', 'A cloud.\n');
    const { code, stderr } = await bench.translate('--glossary', file, '--keep', 'Acme', '--keep', 'Big Co');
    assert.equal(code, 0, stderr);
    const [request] = bench.engines[0]?.rewrites ?? [];
    assert.deepEqual(request?.glossary, [
      { source: 'cloud', target: 'Wolke' },
      { source: 'server', target: 'Server' },
    ]);
    assert.deepEqual(request.keep, ['Acme', 'Big Co']);
  });

  it('keeps translations into other languages out of a text that stays in its own', async () => {
    glossary(`${header}cloud,Wolke,en,de\nweb site,website,en,en\nserver,Server,,\n`);
    bench.write('a.md', 'A cloud.\n');
    await bench.run([
      ...['rewrite', bench.source, '--instruction', 'fix grammar', '--out', bench.out, '--glossary', file],
    ]);
    assert.deepEqual(
      bench.engines[0]?.rewrites[0]?.glossary?.map(({ source }) => source),
      ['web site', 'server'],
    );
  });

  it('does only those paragraphs again whose terms have changed', async () => {
    const wrapped = ['A long line of a paragraph that was wrapped by hand ends in a wide', 'sea of words.'];
    const quoted = wrapped.map((line) => `> ${line}`);
    bench.write('a.md', ['A cloud.', '', ...wrapped, '', 'Nothing of it.', '', ...quoted, ''].join('\n'));
    glossary('cloud,Wolke\nwide sea,Meer\n');
    const options = ['--glossary', file];
    await bench.translate(...options);
    assert.equal(bench.sentences.length, 4);
    await bench.translate(...options);
    assert.equal(bench.engines.length, 1, 'nothing is new');
    glossary('cloud,Wolke\nwide sea,Ozean\nanother,andere\n');
    const { stderr } = await bench.translate(...options);
    assert.deepEqual(bench.engines[1]?.sentences, [wrapped.join(' '), wrapped.join(' ')]);
    assert.match(stderr, /4 sentences, 2 new/);
    await bench.translate();
    assert.equal(bench.engines[2]?.sentences.length, 3, 'without a glossary: all that had a term');
    await bench.translate(...options);
    assert.equal(bench.engines.length, 3, 'answers to both are remembered');
  });

  it('says by file and line what is wrong with it, before anything is written', async () => {
    bench.write('a.md', 'A cloud.\n');
    glossary('cloud,Wolke\nserver,\n');
    const wrong = await bench.translate('--glossary', file);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /terms\.csv:2: The term “server” has no translation/);
    const missing = await bench.translate('--glossary', join(bench.directory, 'none.csv'));
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /none\.csv: No such file or directory/);
    assert.throws(() => bench.read('a.md'), { code: 'ENOENT' });
  });

  it('names the sentences that could not hold a term', async () => {
    glossary('cloud,Wolke\n');
    bench.write('a.md', 'One.\n\nA cloud.\n');
    bench.prepare = (engine) => {
      engine.warningFor = (sentence) => (sentence.includes('cloud') ? 'term-missing' : undefined);
    };
    const { stderr } = await bench.translate('--glossary', file);
    assert.match(stderr, /a\.md:3: left as it was: the answer would have lost a term/);
  });
});
