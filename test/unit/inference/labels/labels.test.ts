import assert from 'node:assert/strict';

import { LabelScorer } from '../../../../extension/inference/labels/labels.js';
import { SourceBuilder } from '../../../../extension/inference/tokenizer/sourceBuilder.js';
import { Tokenizer } from '../../../../extension/inference/tokenizer/tokenizer.js';
import { FakeGraph, type FakeModel, hashed } from '../support/fakeGraph.js';
import { tinyManifest } from '../support/tinyManifest.js';
import { tinySentencePiece } from '../support/tinyTokenizer.js';

const manifest = tinyManifest();
const tokenizer = new Tokenizer(tinySentencePiece(['good', 'bad', 'fair']), manifest);

function scorer(graph: FakeGraph, batchTokens = 2048): LabelScorer {
  return new LabelScorer(graph, tokenizer, new SourceBuilder(manifest), manifest, batchTokens);
}

/** Every token's log-probability depends on the source, the position and the token. */
const opinionated: FakeModel = {
  lengths: () => [0],
  predict: () => ({ id: 0, logProbability: 0 }),
  score: ({ ids }, target, index, id) => -4 * hashed(id, index, target.length, ...ids),
};

/** Prefers the first label after a text, and says `bias` for each token whatever the text is. */
const biased = (bias: ReadonlyMap<number, number>, preferred: number): FakeModel => ({
  lengths: () => [0],
  predict: () => ({ id: 0, logProbability: 0 }),
  score: ({ textTokens }, _, __, id) => (bias.get(id) ?? -1) + (textTokens > 0 && id === preferred ? 0.5 : 0),
});

describe('label scoring', () => {
  it('reads labels of one token length off a single pass, without calibration', async () => {
    const [good] = tokenizer.encode('good');
    const [bad] = tokenizer.encode('bad');
    const graph = new FakeGraph(
      biased(
        new Map([
          [good!, -1],
          [bad!, -0.75],
        ]),
        good!,
      ),
    );
    const [scores] = await scorer(graph).score(['yes'], ['good', 'bad'], 'Mood.');
    assert.deepEqual(scores?.tokens, [1, 1]);
    assert.deepEqual(scores.scores, [-0.5, -0.75]);
    const weight = Math.exp(-0.5) / (Math.exp(-0.5) + Math.exp(-0.75));
    assert.ok(Math.abs(scores.probabilities[0]! - weight) < 1e-12);
    assert.equal(graph.refined.length, 1);
    assert.equal(graph.encoded[0]?.length, 1);
  });

  it('sums the log-probabilities of labels with the same number of tokens', async () => {
    const model: FakeModel = {
      ...opinionated,
      score: (_, __, ___, id) => (id === tokenizer.encode('a')[1] ? -2 : -1),
    };
    const [scores] = await scorer(new FakeGraph(model)).score(['text'], ['a', 'b'], 'Mood.');
    assert.deepEqual(scores?.tokens, [2, 2]);
    // `▁` costs the same for both: the difference is that of one token, not the mean of two.
    assert.ok(Math.abs(Math.log(scores.probabilities[1]! / scores.probabilities[0]!) - 1) < 1e-12);
  });

  it('adds the log-probability of the length to labels of different token lengths', async () => {
    const [good] = tokenizer.encode('good');
    const { minimum } = manifest.length;
    // For an answer of one token to this text, and of four.
    const logits = (textTokens: number): number[] => {
      const shortest = minimum + (manifest.length.relativeTo === 'text' ? textTokens : 0);
      return Array.from({ length: 40 }, (_, index) => ({ 1: 2, 4: 0.5 })[shortest + index] ?? -20);
    };
    const model: FakeModel = {
      ...opinionated,
      lengths: ({ textTokens }) => logits(textTokens),
      score: (_, __, ___, id) => (id === good ? -3 : -1),
    };
    const graph = new FakeGraph(model);
    const [scores] = await scorer(graph).score(['yes'], ['good', 'xyz'], 'Mood.');
    assert.deepEqual(scores?.tokens, [1, 4]);
    // One token of -3 and four of -1; the shorter length is more probable by 1.5.
    const odds = Math.log(scores.probabilities[0]! / scores.probabilities[1]!);
    assert.ok(Math.abs(odds - (-3 + 4 + 1.5)) < 2 / 1024, String(odds));
    assert.ok(
      graph.refined.every(({ targets }) => targets.every((target) => target.every((id) => id === 3))),
    );
    assert.deepEqual(graph.refined.map(({ targets }) => targets[0]?.length).sort(), [1, 4]);
    assert.equal(graph.encoded.flat().length, 1);
  });

  it('takes the nearest length class for labels that no class is short enough for', async () => {
    const model: FakeModel = { ...opinionated, lengths: () => [1, -5], score: () => -1 };
    const { length } = manifest;
    const distant = { ...manifest, length: { ...length, minimum: 100 } };
    const own = new LabelScorer(new FakeGraph(model), tokenizer, new SourceBuilder(manifest), distant, 2048);
    const [scores] = await own.score(['text'], ['good', 'xyz'], 'Mood.');
    // Both fall into the first class: the tokens alone decide.
    assert.ok(Math.abs(Math.log(scores!.probabilities[0]! / scores!.probabilities[1]!) - 3) < 1e-9);
  });

  it('adds up to 1 and does not depend on the batch', async () => {
    const texts = ['first text', 'b', 'and a much longer third text, with more in it', 'good'];
    const labels = ['good', 'bad', 'fair', 'unheard of'];
    const together = await scorer(new FakeGraph(opinionated)).score(texts, labels, 'Mood.');
    const small = await scorer(new FakeGraph(opinionated), 60).score(texts, labels, 'Mood.');
    assert.deepEqual(small, together);
    for (const [index, text] of texts.entries()) {
      const alone = await scorer(new FakeGraph(opinionated)).score([text], labels, 'Mood.');
      assert.deepEqual(alone[0], together[index]);
      const sum = together[index]!.probabilities.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }
    assert.notDeepEqual(together[0], together[1]);
  });

  it('divides by the temperature of the label set, or by that for labels of no set', async () => {
    const labelSets = [{ id: 'mood', labels: ['good', 'bad'], languages: ['en'] }];
    const calibration = { labelSets: { mood: 2 }, equalLengths: 4, unequalLengths: 8 };
    const calibrated = { ...manifest, labelSets, calibration };
    const odds = async (labels: readonly string[], given: typeof manifest): Promise<number> => {
      const own = new LabelScorer(
        new FakeGraph(opinionated),
        tokenizer,
        new SourceBuilder(manifest),
        given,
        2048,
      );
      const [scores] = await own.score(['text'], labels, 'Mood.');
      return Math.log(scores!.probabilities[0]! / scores!.probabilities[1]!);
    };
    const cases = [
      { labels: ['bad', 'good'], temperature: 2 },
      { labels: ['good', 'fair'], temperature: 4 },
      { labels: ['good', 'fair and bad'], temperature: 8 },
    ];
    for (const { labels, temperature } of cases) {
      const plain = await odds(labels, manifest);
      const divided = await odds(labels, calibrated);
      assert.ok(Math.abs(plain) > 1e-6);
      assert.ok(Math.abs(plain / temperature - divided) < 1e-9, labels.join());
    }
  });

  it('cuts off the end of a text that does not fit', async () => {
    const graph = new FakeGraph(opinionated);
    await scorer(graph).score(['x'.repeat(1000)], ['good', 'bad'], 'Mood.');
    assert.equal(graph.encoded[0]?.[0]?.ids.length, manifest.limits.sourceTokens);
  });

  it('stops when cancelled', async () => {
    const graph = new FakeGraph(opinionated);
    await assert.rejects(scorer(graph).score(['x'], ['good', 'bad'], 'Mood.', AbortSignal.abort()), {
      name: 'AbortError',
    });
    assert.equal(graph.encoded.length, 0);
  });
});
