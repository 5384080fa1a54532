import assert from 'node:assert/strict';
import fc from 'fast-check';

import type { FillParameters, FillResult } from '../../../../extension/core/protocol/protocol.js';
import { countCharacters } from '../../../../extension/inference/rewrite/characters.js';
import { copying, engineWith, manifest, tokenizer } from '../support/fakeEngine.js';
import type { FakeGraph, FakeModel } from '../support/fakeGraph.js';

const { mask, copy } = manifest.specialTokens;
const fillInstruction = 'Fill in the gap.';
const good = tokenizer.encode('good')[0]!;
const bad = tokenizer.encode('bad')[0]!;
const space = tokenizer.encode('x')[0]!;
const letters = tokenizer.encode('abcdefgh').slice(1);

/** Fills a gap of n tokens with one of these words and n - 1 letters; one token is the most probable. */
const filling = (first: number): FakeModel => ({
  ...copying((id) => id),
  predict: (_, target, index) => {
    const start = target.indexOf(mask);
    return { id: index === start ? first : letters[index % 8]!, logProbability: -0.1 * target.length };
  },
});
/** Writes letters only, so that a word goes on. */
const joining: FakeModel = {
  ...copying((id) => id),
  predict: (_, target, index) => ({ id: letters[index % 8]!, logProbability: -0.1 * target.length }),
};

const fill = async (
  model: FakeModel,
  parameters: Partial<FillParameters>,
): Promise<FillResult & { readonly graph: FakeGraph }> => {
  const { engine, graph } = engineWith(model, { fillInstruction });
  const result = await engine.fill({ before: '', phrase: '', after: '', ...parameters });
  return { ...result, graph };
};

describe('filling a gap', () => {
  const sides = { before: 'This is a ', after: ' idea, I think.' };

  it('asks with one mask in the text, and pins both sides', async () => {
    const { graph } = await fill(filling(good), { ...sides, phrase: 'bad' });
    const before = tokenizer.encode('This is a');
    const after = tokenizer.encode('x idea, I think.').slice(2);
    const { length, separator } = manifest.specialTokens;
    const instruction = tokenizer.encode(fillInstruction);
    const source = [length, ...before, mask, ...after, separator, ...instruction, separator];
    assert.deepEqual(graph.encoded[0]?.[0]?.ids, source);
    const { targets } = graph.refined[0]!;
    assert.deepEqual(
      targets.map((target) => target.filter((id) => id === mask).length),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    for (const { targets: own } of graph.refined) {
      for (const target of own) {
        assert.deepEqual(target.slice(0, before.length), before);
        assert.deepEqual(target.slice(-after.length), after);
      }
    }
  });

  it('gives different wordings, best first, and not the one that stands there', async () => {
    const { wordings } = await fill(filling(good), { ...sides, phrase: 'bad', alternatives: 3 });
    assert.equal(wordings[0]?.output, 'good');
    assert.equal(wordings.length, 3);
    assert.equal(new Set(wordings.map(({ output }) => output)).size, 3);
    const scores = wordings.map(({ score }) => score);
    assert.deepEqual(
      scores,
      [...scores].sort((one, other) => other - one),
    );
    const again = await fill(filling(bad), { ...sides, phrase: 'bad', alternatives: 3 });
    assert.ok(again.wordings.every(({ output }) => output !== 'bad'));
    assert.equal((await fill(filling(good), sides)).wordings.length, 1);
  });

  it('scores the tokens of the gap alone', async () => {
    const { wordings, graph } = await fill(filling(good), { ...sides, phrase: 'bad' });
    const longest = graph.refined[0]!.targets[0]!.length;
    assert.ok(Math.abs(wordings[0]!.score + 0.1 * longest) < 2e-3);
    assert.equal(wordings[0]?.tokens, 1);
  });

  it('keeps the spaces of the phrase, and gives a gap those that it needs', async () => {
    const output = async (before: string, phrase: string, after: string): Promise<string | undefined> =>
      (await fill(filling(good), { before, phrase, after })).wordings[0]?.output;
    assert.equal(await output('One', ' old ', 'house.'), ' good ');
    assert.equal(await output('One ', 'old', ' house.'), 'good');
    assert.equal(await output('One ', 'old ', 'house.'), 'good ');
    assert.equal(await output('One ', '', ' house.'), 'good');
    assert.equal(await output('One ', '', 'house.'), 'good ');
    assert.equal(await output('One', '', ' house.'), ' good');
    assert.equal(await output('One', '', 'house.'), ' good ');
    assert.equal(await output('This is ', '', '.'), 'good');
    assert.equal(await output('', '', ' is what we need.'), 'good');
  });

  it('writes no spaces into Chinese, and takes no word that would need them', async () => {
    const chinese = { before: '我们', after: '去北京。' };
    assert.match((await fill(joining, chinese)).wordings[0]!.output, /^[a-h]+$/);
    assert.deepEqual((await fill(filling(good), chinese)).wordings, []);
    assert.deepEqual((await fill(joining, sides)).wordings, [], 'and none that goes on the word before');
  });

  it('tries about as many tokens as a long phrase has', async () => {
    const phrase = 'abcdefghijkl';
    const tokens = tokenizer.encode(phrase).length;
    const { graph } = await fill(filling(good), { ...sides, phrase });
    const tried = graph.refined[0]!.targets.map((target) => target.filter((id) => id === mask).length);
    assert.deepEqual([tried[0], tried.at(-1)], [tokens - 4, tokens + 4]);
    await assert.rejects(fill(filling(good), { ...sides, phrase: 'x'.repeat(60) }), {
      code: 'invalidArgument',
      message: /too long/,
    });
  });

  it('sees the sentence, and its neighbours where that is the gap alone', async () => {
    const seen = async (before: string, after: string): Promise<string> => {
      const { graph } = await fill(filling(good), { before, after });
      const { ids, textTokens } = graph.encoded[0]![0]!;
      return tokenizer.decode(ids.slice(1, 1 + textTokens));
    };
    const seenAlone = await seen('One two. We are ', ' now. Three four.');
    assert.equal(seenAlone, 'We are now.');
    assert.match(await seen('One two. ', '! Three four.'), /^One two\..*! Three four\.$/);
  });

  it('cuts what is too long for the model on both sides', async () => {
    const { graph, wordings } = await fill(filling(good), {
      before: `${'one two '.repeat(30)} `,
      after: ` ${'three four '.repeat(30)}`,
    });
    const source = graph.encoded[0]![0]!;
    assert.ok(source.ids.length <= manifest.limits.sourceTokens);
    assert.ok(graph.refined[0]!.targets.every(({ length }) => length <= manifest.limits.targetTokens));
    const at = source.ids.indexOf(mask);
    assert.ok(at > 30 && source.ids.length - at > 30);
    assert.equal(wordings[0]?.output, 'good');
  });

  it('keeps syntax as it is, and stays out of it', async () => {
    const markdown = { before: 'See `a b` in **this ', after: '** file.', format: 'markdown' };
    const { graph, wordings } = await fill(filling(good), markdown);
    assert.equal(graph.encoded[0]![0]!.ids.filter((id) => copy.includes(id)).length, 3);
    assert.equal(wordings[0]?.output, 'good');
    await assert.rejects(fill(filling(good), { before: 'See `a ', after: ' b` here.', format: 'markdown' }), {
      code: 'invalidArgument',
      message: /code, a link or other syntax/,
    });
    const copied = await fill(filling(copy[0]!), markdown);
    assert.ok(copied.wordings.every(({ output }) => !/[`*]/.test(output)));
  });

  it('takes at most as many characters as asked for', async () => {
    const { wordings } = await fill(filling(good), { ...sides, alternatives: 8, maximumCharacters: 6 });
    assert.deepEqual(
      wordings.map(({ output }) => countCharacters(output)),
      [4, 5, 6],
    );
  });

  it('refuses what cannot be', async () => {
    await assert.rejects(fill(filling(good), {}), { code: 'emptyInput' });
    await assert.rejects(fill(filling(good), { before: '1 + ', after: ' = 3' }), { code: 'emptyInput' });
    await assert.rejects(fill(filling(good), { ...sides, alternatives: 0.5 }), { code: 'invalidArgument' });
    const { engine } = engineWith(filling(good));
    await assert.rejects(engine.fill({ ...sides, phrase: '' }), {
      code: 'unknownInstruction',
      message: /Tiny was not trained to fill gaps/,
    });
  });

  it('can be cancelled', async () => {
    const { engine, graph } = engineWith(filling(good), { fillInstruction });
    const controller = new AbortController();
    graph.beforeRun = () => controller.abort();
    const work = engine.fill({ ...sides, phrase: '' }, { signal: controller.signal });
    await assert.rejects(work, { name: 'AbortError' });
  });

  it('gives wordings that take the place of the phrase, whatever stands around', async () => {
    const words = fc.stringMatching(/^[A-Za-z ,.]{0,20}$/);
    await fc.assert(
      fc.asyncProperty(words, words, words, async (before, phrase, after) => {
        fc.pre(/[a-z]/i.test(before + after));
        const { wordings } = await fill(filling(good), { before, phrase, after, alternatives: 8 });
        for (const { output } of wordings) {
          assert.notEqual(output.trim(), phrase.trim());
          const glued = /[a-z]$/i.test(before) && phrase === '' && /^[a-z]/i.test(output);
          assert.ok(!glued, JSON.stringify([before, output, after]));
        }
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});

describe('the instruction to fill gaps', () => {
  it('fills every gap that is written as underscores', async () => {
    const { engine } = engineWith(filling(good), { fillInstruction });
    const texts = ['This is a ___ idea. And a _____ one.\n', 'No gap.'];
    for (const instruction of [fillInstruction, 'fill in the blanks', 'Fülle die Lücke aus!', '填空']) {
      const [first, second] = await engine.rewrite({ texts, instruction });
      assert.equal(first?.output, 'This is a good idea. And a good one.\n');
      assert.equal(first.segments[0]?.warning, undefined);
      assert.ok(first.score < 0 && first.tokens === 2);
      assert.equal(second?.output, 'No gap.');
      assert.equal(second.segments[0]?.warning, 'nothing-to-rewrite');
    }
    const [one] = await engine.rewrite({
      texts: ['A ___ idea.'],
      instruction: fillInstruction,
      alternatives: 2,
    });
    assert.equal(one?.alternatives?.length, 2);
    assert.match(one.alternatives[0]!.output, /^A good[a-h] idea\.$/);
  });

  it('is unknown to a model that was not trained for it', async () => {
    const { engine } = engineWith(filling(good));
    await assert.rejects(engine.rewrite({ texts: ['A ___.'], instruction: fillInstruction }), {
      code: 'unknownInstruction',
    });
  });

  it('leaves a gap for which there are no words', async () => {
    const nothing: FakeModel = { ...joining, predict: () => ({ id: space, logProbability: -1 }) };
    const { engine } = engineWith(nothing, { fillInstruction });
    const [result] = await engine.rewrite({ texts: ['A ___ idea.'], instruction: fillInstruction });
    assert.equal(result?.output, 'A ___ idea.');
  });
});
