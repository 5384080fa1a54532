import { strict as assert } from 'node:assert';
import { hasStructure, structureOf } from '../../../extension/core/text/structure.js';
import { comparable } from './comparable.js';
import { losslessDocuments, type LosslessDocument } from './documents.js';
import { garbler, translator, type FakeModel } from './garbler.js';
import { rewriteWith, type Rewritten } from './rewriteWith.js';
import { shapeOf } from './shapes.js';

const lineEnds = (text: string): Set<string> => new Set(text.match(/\r\n|\r|\n/g));
const indentations = (text: string): Set<string> =>
  new Set(text.split(/\r\n|\r|\n/).flatMap((line) => (line.trim() === '' ? [] : /^[ \t]*/.exec(line)!)));

/** Rewrites a document and asserts that everything but its prose came through. */
function rewriteLosslessly(model: FakeModel, { text, format, path }: LosslessDocument): Rewritten {
  const rewritten = rewriteWith(model, text, format);
  const said = `${path} (${format})`;
  assert.equal(rewritten.segments.map(({ source }) => source).join(''), text, said);
  assert.ok(
    hasStructure(
      structureOf(comparable(rewritten.text, format), format),
      structureOf(comparable(text, format), format),
    ),
    said,
  );
  assert.deepEqual(
    shapeOf(comparable(rewritten.text, format), format),
    shapeOf(comparable(text, format), format),
    said,
  );
  assert.deepEqual(
    [...lineEnds(rewritten.text)].filter((end) => !lineEnds(text).has(end)),
    [],
    said,
  );
  const before = indentations(text);
  assert.deepEqual(
    [...indentations(rewritten.text)].filter((one) => !before.has(one)),
    [],
    said,
  );
  return rewritten;
}

describe('500 real documents', function () {
  this.timeout(300_000);

  // A few more than needed: not every file turns out to be text.
  const documents = losslessDocuments(520).slice(0, 500);
  const ofAll = (rewrite: (document: LosslessDocument, index: number) => Rewritten): Rewritten[] =>
    documents.map(rewrite);
  const sum = (results: readonly Rewritten[], of: 'asked' | 'refused'): number =>
    results.reduce((total, result) => total + result[of], 0);

  it('are there, in many formats', () => {
    assert.equal(documents.length, 500);
    assert.ok(new Set(documents.map(({ format }) => format)).size >= 6);
  });

  it('come back byte for byte from a model that changes nothing', () => {
    for (const { text, format, path } of documents) {
      assert.equal(rewriteWith((sentence) => sentence, text, format).text, text, path);
    }
  });

  it('keep everything but their prose in a translation, and hardly a sentence of them is refused', () => {
    const results = ofAll((document) => rewriteLosslessly(translator(), document));
    // Of some data files only one sentence is for people, and that may be refused.
    for (const [index, { text, asked, refused }] of results.entries()) {
      const document = documents[index]!;
      assert.ok(text !== document.text || asked === refused, document.path);
    }
    assert.ok(sum(results, 'asked') > 5000);
    assert.ok(sum(results, 'refused') < 0.02 * sum(results, 'asked'), `${sum(results, 'refused')} refused`);
  });

  it('keep everything but their prose whatever a model makes of it', () => {
    const results = ofAll((document, index) => rewriteLosslessly(garbler(index), document));
    // Some garbled sentences are as good as others; a guard that refuses everything would prove nothing.
    assert.ok(sum(results, 'refused') > 0.1 * sum(results, 'asked'));
    assert.ok(sum(results, 'refused') < 0.9 * sum(results, 'asked'));
  });
});
