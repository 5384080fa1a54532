import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasStructure, structureOf } from '../../../extension/core/text/structure.js';
import { comparable } from './comparable.js';
import { garbler, translator } from './garbler.js';
import { rewriteWith } from './rewriteWith.js';
import { shapeOf } from './shapes.js';

const folder = join(process.cwd(), 'test', 'golden', 'spans');
const runs = 15;

describe('the fixtures of all formats, garbled', function () {
  this.timeout(120_000);

  for (const name of readdirSync(folder).filter((file) => !/\.(?:golden|actual)$/.test(file))) {
    const format = name.slice(name.lastIndexOf('.') + 1);
    const text = readFileSync(join(folder, name), 'utf8');
    const check = (rewritten: string): void => {
      assert.ok(
        hasStructure(
          structureOf(comparable(rewritten, format), format),
          structureOf(comparable(text, format), format),
        ),
        rewritten,
      );
      assert.deepEqual(
        shapeOf(comparable(rewritten, format), format),
        shapeOf(comparable(text, format), format),
        rewritten,
      );
    };

    it(`${name} keeps everything but its prose`, () => {
      assert.equal(rewriteWith((sentence) => sentence, text, format).text, text);
      check(rewriteWith(translator(), text, format).text);
      for (let seed = 0; seed < runs; seed++) {
        check(rewriteWith(garbler(seed), text, format).text);
      }
    });
  }
});
