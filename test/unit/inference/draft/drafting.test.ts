import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RewriteParameters, RewriteResult } from '../../../../extension/core/protocol/protocol.js';
import { draftFolder, fixtureTables } from '../support/draftFixture.js';
import { copying, engineWith } from '../support/fakeEngine.js';

const asItIs = copying((id) => id);

async function translate(
  text: string,
  changes: Partial<RewriteParameters> = {},
): Promise<RewriteResult & { readonly encoded: number }> {
  const { engine, graph } = engineWith(asItIs, {}, fixtureTables());
  const parameters = { texts: [text], instruction: 'Translate to German', ...changes };
  const [result] = await engine.rewrite(parameters);
  return { ...result!, encoded: graph.encoded.length };
}

describe('a translation from drafts', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'drafts-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const memory = (pairs: Readonly<Record<string, string>>): readonly string[] => {
    const units = Object.entries(pairs).map(
      ([en, de]) =>
        `<tu><tuv xml:lang="en"><seg>${en}</seg></tuv><tuv xml:lang="de"><seg>${de}</seg></tuv></tu>`,
    );
    const path = join(folder, 'm.tmx');
    writeFileSync(path, `<tmx version="1.4"><body>${units.join('')}</body></tmx>`);
    return [path];
  };

  it('takes the best draft of the tables, and does not ask the model', async () => {
    const { output, segments, encoded } = await translate('The house is small.');
    assert.equal(output, 'Das Haus ist klein.');
    assert.deepEqual(segments[0]?.origin, { from: 'table' });
    assert.equal(encoded, 0);
  });

  it('leaves it to the model where drafts are not wanted, or where there is no table', async () => {
    const none = await translate('The house is small.', { draft: 'none' });
    assert.equal(none.encoded, 1);
    assert.equal(none.segments[0]?.origin, undefined);
    const french = await translate('The house is small.', { instruction: 'Translate to French' });
    assert.equal(french.encoded, 1);
  });

  it('carries protected spans over, in the syntax of the document', async () => {
    const { output, segments } = await translate('- The file `a.txt` **is open**.\n', { format: 'markdown' });
    assert.match(output, /^- Die Datei `a\.txt` \*\*.*\*\*.*\n$/);
    assert.equal(segments[0]?.warning, undefined);
  });

  it('holds the terms of a glossary', async () => {
    const glossary = [{ source: 'house', target: 'Eigenheim' }];
    assert.match((await translate('The house is small.', { glossary })).output, /Eigenheim ist klein\.$/);
  });

  it('has the other drafts as alternatives, each once', async () => {
    const { output, alternatives = [] } = await translate('The house is small.', { alternatives: 3 });
    const outputs = [output, ...alternatives.map((other) => other.output)];
    assert.equal(alternatives.length, 3);
    assert.equal(new Set(outputs).size, 4);
    assert.ok(outputs.includes('Die Haus ist klein.'));
  });

  it('is longer by another draft where that is asked for', async () => {
    const usual = await translate('Open the file.');
    const { output, segments } = await translate('Open the file.', { lengthFactor: 1.25 });
    assert.ok(output.length >= usual.output.length * 1.25, output);
    assert.deepEqual(segments[0]?.origin, { from: 'table' });
  });

  it('takes a sentence of the memory as it is, and says where it is from', async () => {
    const { output, segments, encoded } = await translate('The house is small. The big house.', {
      memory: memory({ 'The house is small.': 'Das Häuschen.' }),
    });
    assert.equal(output, 'Das Häuschen. Das große Haus.');
    assert.deepEqual(segments[0]?.origin, { from: 'memory', file: 'm.tmx', similarity: 1 });
    assert.deepEqual(segments[1]?.origin, { from: 'table' });
    assert.equal(encoded, 0);
  });

  it('puts the numbers and placeholders of the sentence into what the memory has', async () => {
    const { output, segments } = await translate('Open 12 files in {name} now', {
      memory: memory({ 'Open 15 files in {name} now': 'Öffne jetzt 15 Dateien in {name}' }),
    });
    assert.equal(output, 'Öffne jetzt 12 Dateien in {name}');
    const origin = segments[0]?.origin;
    assert.deepEqual([origin?.similarity, origin?.source], [0.99, 'Open 15 files in {name} now']);
  });

  it('puts what the memory has for a similar sentence right where the two differ', async () => {
    const pairs = { 'In Rome the big house is old.': 'In Rom ist das große Haus alt.' };
    const { output, segments } = await translate('In Rome the small house is old.', {
      memory: memory(pairs),
    });
    assert.equal(output, 'In Rom ist das klein Haus alt.');
    const { from, file, similarity, source } = segments[0]?.origin ?? {};
    assert.deepEqual([from, file, source], ['memory', 'm.tmx', 'In Rome the big house is old.']);
    assert.ok(similarity !== undefined && similarity > 0.7 && similarity < 1);
  });

  it('does not take what the memory has for another sentence', async () => {
    const pairs = { 'Open the small house of Ann.': 'Öffne das Häuschen von Ann.' };
    const { output } = await translate('Open the big house of Ann.', { memory: memory(pairs) });
    assert.ok(!output.includes('Häuschen'), output);
    const { segments } = await translate('The house is small.', { draft: 'table', memory: memory(pairs) });
    assert.deepEqual(segments[0]?.origin, { from: 'table' });
  });

  it('refuses a damaged memory with its line', async () => {
    const path = join(folder, 'm.tmx');
    writeFileSync(path, '<tmx>\n<body>\n</tmx>');
    await assert.rejects(
      translate('The house is small.', { memory: [path] }),
      /m\.tmx:3: The file is damaged/,
    );
  });

  it('skips sentences that are in the target language already', async () => {
    const { output, segments } = await translate('Wo ist die Datei? The house is small.');
    assert.equal(output, 'Wo ist die Datei? Das Haus ist klein.');
    assert.equal(segments[0]?.warning, 'already-translated');
  });

  it('says of a script that the model does not know that it cannot be read', async () => {
    const { output, segments } = await translate('집이 작습니다.');
    assert.equal(output, '집이 작습니다.');
    assert.equal(segments[0]?.warning, 'unreadable');
  });

  it('leaves a sentence as it is where every draft fails a guard, and says which', async () => {
    // The tables do not know the word that makes a negation of it.
    const { output, segments } = await translate('The house is never small.');
    assert.equal(output, 'The house is never small.');
    assert.equal(segments[0]?.warning, 'negation-changed');
  });

  for (const [what, damage] of [
    ['cut off', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 5)],
    ['changed', (bytes: Buffer): Buffer => bytes.fill(0, 200, 210)],
    ['of something else', (): Buffer => Buffer.from('PK')],
  ] as const) {
    it(`is refused with tables that are ${what}`, async () => {
      cpSync(draftFolder, folder, { recursive: true });
      const path = join(folder, 'de-en.draft');
      writeFileSync(path, damage(readFileSync(path)));
      const { engine } = engineWith(asItIs, {}, fixtureTables(folder));
      await assert.rejects(
        engine.rewrite({ texts: ['The house is small.'], instruction: 'Translate to German' }),
        /de-en\.draft cannot be used: it.*Install the model again/,
      );
    });
  }
});
