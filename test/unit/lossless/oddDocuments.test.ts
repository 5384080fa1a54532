import { strict as assert } from 'node:assert';
import { hasStructure, structureOf } from '../../../extension/core/text/structure.js';
import { coreTextPipeline } from '../../../extension/inference/rewrite/textPipeline.js';
import { garbler, translator, type FakeModel } from './garbler.js';
import { oddDocuments, type OddDocument } from './oddDocuments.js';
import { rewriteWith } from './rewriteWith.js';
import { shapeOf } from './shapes.js';

const runs = 25;
const count = (text: string, part: string): number => text.split(part).length - 1;

function check(model: FakeModel, { text, format, kept }: OddDocument, said: string): void {
  const rewritten = rewriteWith(model, text, format);
  assert.equal(rewritten.segments.map(({ source }) => source).join(''), text, said);
  for (const part of kept) {
    assert.ok(count(rewritten.text, part) >= count(text, part), `${said}: ${part} in ${rewritten.text}`);
  }
  assert.ok(hasStructure(structureOf(rewritten.text, format), structureOf(text, format)), rewritten.text);
  assert.deepEqual(shapeOf(rewritten.text, format), shapeOf(text, format), rewritten.text);
}

describe('texts of unusual shapes', function () {
  this.timeout(120_000);

  for (const document of oddDocuments) {
    const { name, text, format, kept } = document;
    it(`${name}: everything but the prose stays`, () => {
      for (const part of kept) assert.ok(text.includes(part), part);
      assert.equal(rewriteWith((sentence) => sentence, text, format).text, text);
      check(translator(), document, 'translated');
      // Long ones take long, and are all alike.
      for (let seed = 0; seed < (text.length > 5000 ? 2 : runs); seed++)
        check(garbler(seed), document, `garbled ${seed}`);
    });
  }

  it('take no longer than their length: endless words, lines, blanks and data', () => {
    const units = ['a', '-', '=', ' ', '\t', '_', '.', 'a-', 'a.', '0a1b', 'QUJD/+9', '* ', '# '];
    for (const format of ['plaintext', 'markdown', 'properties', 'c', 'python', 'latex', 'html', 'yaml']) {
      for (const unit of units) {
        const timed = (length: number): number => {
          // Time of the processor: other programs do not count.
          const start = process.cpuUsage();
          coreTextPipeline.segment(unit.repeat(length / unit.length), { format });
          const { user, system } = process.cpuUsage(start);
          return (user + system) / 1000;
        };
        // What takes the square of its length takes 16 times as long, and seconds.
        const [short, long] = [timed(7_000), timed(28_000)];
        assert.ok(long < 1000 || long < 10 * short, `${format} ${unit}: ${short} ms, then ${long} ms`);
      }
    }
  });
});
