import assert from 'node:assert/strict';
import { join } from 'node:path';

import { createEngine } from '../../extension/inference/createEngine.js';
import type { Engine } from '../../extension/inference/engine.js';
import { sentences } from '../benchmarks/samples.js';
import { repositoryRoot } from './python.js';

/** A result without how long it took. */
const timeless = (result: object | undefined): object => ({ ...result, milliseconds: 0 });

describe('the answer to a sentence, by the bundled model in 8 bits', () => {
  const texts = sentences.slice(0, 12);
  let engine: Engine;

  before(async () => {
    engine = await createEngine({ directory: join(repositoryRoot, 'models', 'bundled'), device: 'cpu' });
  });

  after(() => engine.dispose());

  for (const instruction of ['Translate to English.', 'Fix grammar and spelling.']) {
    it(`does not depend on what else is asked: ${instruction}`, async () => {
      const together = await engine.rewrite({ texts, instruction });
      for (const [index, text] of texts.entries()) {
        const [alone] = await engine.rewrite({ texts: [text], instruction });
        assert.deepEqual(timeless(alone), timeless(together[index]));
      }
    });
  }

  it('nor does a label', async () => {
    const labels = ['English', 'German', 'French', 'Spanish', 'Chinese'];
    const together = await engine.classify({ texts, labels });
    for (const [index, text] of texts.entries()) {
      const [alone] = await engine.classify({ texts: [text], labels });
      assert.deepEqual(timeless(alone), timeless(together[index]));
    }
  });
});
