import assert from 'node:assert/strict';
import fc from 'fast-check';

import type { RewriteParameters, RewriteResult } from '../../../../extension/core/protocol/protocol.js';
import { copying, engineWith, manifest, tokenizer } from '../support/fakeEngine.js';
import type { FakeGraph, FakeModel } from '../support/fakeGraph.js';

const copies = manifest.specialTokens.copy;
const isCopy = (id: number): boolean => copies.includes(id);
const x = tokenizer.encode('x')[1]!;
/** Writes x for everything but copy-tokens. */
const translating = copying((id) => (isCopy(id) ? id : x));

const rewrite = async (
  model: FakeModel,
  text: string,
  wishes: Partial<RewriteParameters>,
  changes = {},
): Promise<{ readonly result: RewriteResult; readonly graph: FakeGraph }> => {
  const { engine, graph } = engineWith(model, changes);
  const [result] = await engine.rewrite({ texts: [text], instruction: 'Fix.', lengthBeam: 3, ...wishes });
  return { result: result!, graph };
};
const glossary = [{ source: 'pull request', target: 'Änderungswunsch' }];

describe('the glossary', () => {
  it('is held: the model sees a copy-token, and the answer has the target', async () => {
    const { result, graph } = await rewrite(translating, 'Open a Pull request now.', { glossary });
    assert.match(result.output, /^x+Änderungswunschx+$/);
    assert.equal(result.segments[0]?.warning, undefined);
    const { ids } = graph.encoded[0]![0]!;
    assert.equal(ids.filter(isCopy).length, 1);
    assert.ok(!tokenizer.decode(ids).toLowerCase().includes('pull'));
  });

  it('holds words to keep as they stand', async () => {
    const { result } = await rewrite(translating, 'Use Interlinear and iNterLinear.', {
      keep: ['interlinear'],
    });
    assert.match(result.output, /^x+Interlinearx+iNterLinearx+$/);
  });

  it('is held beside protected spans, also where they touch', async () => {
    const text = 'See **pull request** and `pull request` of {name}: pull request.';
    const { result } = await rewrite(translating, text, { glossary, format: 'markdown' });
    assert.match(result.output, /^x+\*\*Änderungswunsch\*\*x+`pull request`x+\{name\}x+Änderungswunschx+$/);
  });

  it('is written as string literals need it', async () => {
    const quoted = [{ source: 'term', target: 'a "b" \\c' }];
    const text = '{"t": "One term here"}';
    const { result } = await rewrite(translating, text, { glossary: quoted, format: 'json' });
    assert.match((JSON.parse(result.output) as { t: string }).t, /^x+a "b" \\cx+$/);
  });

  it('translates a text that is a term without the model', async () => {
    const { result, graph } = await rewrite(translating, 'Pull request\n', { glossary });
    assert.equal(result.output, 'Änderungswunsch\n');
    assert.equal(result.segments[0]?.warning, undefined);
    assert.equal(graph.encoded.length, 0);
    const kept = await rewrite(translating, 'Interlinear', { keep: ['Interlinear'] });
    assert.equal(kept.result.output, 'Interlinear');
    assert.equal(kept.result.segments[0]?.warning, 'nothing-to-rewrite');
  });

  it('is pinned where an answer lost a term', async () => {
    const { result } = await rewrite(
      copying(() => x),
      'Open a pull request now.',
      { glossary },
    );
    assert.match(result.output, /^x+Änderungswunschx+$/);
    assert.equal(result.segments[0]?.warning, 'pinned');
  });

  it('leaves a sentence as it is where a term cannot be held', async () => {
    const doubling: FakeModel = {
      ...translating,
      predict: (_, __, index) => ({ id: index % 2 === 0 ? copies[0]! : x, logProbability: -1 }),
    };
    const text = 'Open a pull request now. And go.';
    const { result } = await rewrite(doubling, text, { glossary });
    assert.ok(result.output.startsWith('Open a pull request now.'));
    assert.equal(result.segments[0]?.warning, 'term-missing');
  });

  it('leaves it too where the model has no copy-tokens', async () => {
    const specialTokens = { ...manifest.specialTokens, copy: [] };
    const { result } = await rewrite(translating, 'Open a pull request.', { glossary }, { specialTokens });
    assert.equal(result.output, 'Open a pull request.');
    assert.equal(result.segments[0]?.warning, 'term-missing');
  });

  it('does not let the same sentence with other terms share an answer', async () => {
    const { engine } = engineWith(translating);
    const texts = ['Open a pull request.', 'Open a Pull Request.'];
    const keep = ['pull request'];
    const results = await engine.rewrite({ texts, instruction: 'Fix.', keep });
    assert.match(results[0]!.output, /pull request/);
    assert.match(results[1]!.output, /Pull Request/);
  });

  it('refuses empty terms and terms over lines', async () => {
    for (const wishes of [
      { glossary: [{ source: ' ', target: 'x' }] },
      { glossary: [{ source: 'x', target: '' }] },
      { glossary: [{ source: 'x', target: 'a\nb' }] },
      { keep: [''] },
    ]) {
      await assert.rejects(rewrite(translating, 'x', wishes), { code: 'invalidArgument' });
    }
  });

  it('is held in every answer and alternative, whatever the model says', async () => {
    const model: FakeModel = {
      ...copying((id) => id),
      lengths: () => [1, 2, 3, 4, 9, 4, 3, 2, 1],
      predict: ({ ids }, target, index) => {
        const id = ids[1 + ((index * target.length) % (ids.length - 2))] ?? 0;
        return { id: isCopy(id) || id > 36 ? id : x, logProbability: -1 / target.length };
      },
    };
    const sentence = fc
      .array(fc.constantFrom('cat', 'dog', 'Cat', 'catalogue', 'a', 'bee'), { minLength: 2, maxLength: 7 })
      .map((words) => `${words.join(' ')}.`);
    await fc.assert(
      fc.asyncProperty(sentence, async (text) => {
        const wishes = { glossary: [{ source: 'cat', target: 'KATZE' }], alternatives: 4 };
        const { result } = await rewrite(model, text, wishes);
        const needed = text.match(/\bcat\b/gi)?.length ?? 0;
        const [segment] = result.segments;
        const outputs = (result.alternatives ?? []).map(({ output }) => output);
        if (segment?.warning !== 'term-missing') outputs.push(result.output);
        else assert.equal(result.output, text);
        for (const output of outputs) assert.equal(output.match(/KATZE/g)?.length ?? 0, needed, output);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
