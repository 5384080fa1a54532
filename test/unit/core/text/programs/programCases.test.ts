import { strict as assert } from 'node:assert';
import { segment } from '../../../../../extension/core/text/segment.js';
import { garbler, translator } from '../../../lossless/garbler.js';
import { rewriteWith } from '../../../lossless/rewriteWith.js';
import { commentCases } from './commentCases.js';
import { documentationCases } from './documentationCases.js';

describe('prose in programs', function () {
  this.timeout(60_000);

  for (const [name, format, text, prose] of [...documentationCases, ...commentCases]) {
    it(`${name}: is found, and nothing else`, () => {
      const sentences = segment(text, { format }).map((sentence) => sentence.text);
      assert.deepEqual(
        sentences.filter((sentence) => sentence !== ''),
        prose,
      );
    });

    it(`${name}: the rest stays whatever a model answers`, () => {
      const models = [translator(), ...Array.from({ length: 10 }, (_, seed) => garbler(seed))];
      for (const model of models) {
        const rewritten = rewriteWith(model, text, format).text;
        // What stands before, between and behind the sentences comes back in order.
        let position = 0;
        for (const { prefix } of segment(text, { format })) {
          const found = rewritten.indexOf(prefix.trim(), position);
          assert.ok(found >= 0, `${prefix} in ${rewritten}`);
          position = found + prefix.trim().length;
        }
      }
    });
  }
});
