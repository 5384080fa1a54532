import assert from 'node:assert/strict';

import type { DecodeSettings } from '../../../../extension/inference/decoding/candidateDecoder.js';
import { MaskPredict } from '../../../../extension/inference/decoding/maskPredict.js';
import type { Source } from '../../../../extension/inference/tokenizer/sourceBuilder.js';
import { FakeGraph, type FakeModel, restlessModel } from '../support/fakeGraph.js';

const mask = 3;
const roomy = { tokens: 10_000, slots: 10_000 };

const source = (...ids: number[]): Source => ({
  ids,
  firstPosition: 0,
  textTokens: ids.length,
  targetPosition: 1,
});

/** Says 50 + index everywhere, as certain as told. */
const steady = (logProbabilities: readonly number[]): FakeModel => ({
  lengths: () => [0],
  predict: (_, __, index) => ({ id: 50 + index, logProbability: logProbabilities[index] ?? -1 }),
});

async function decode(
  graph: FakeGraph,
  requests: readonly { source: number; length: number; pins?: ReadonlyMap<number, number> }[],
  settings: Partial<DecodeSettings> = {},
  sources = [source(7, 8, 9)],
  limits = roomy,
) {
  const { memory } = await graph.encode(sources);
  const full = requests.map((request) => ({ position: 1, ...request }));
  const options = { iterations: 4, stopConfidence: 1, ...settings };
  return new MaskPredict(graph, mask, limits).decode(memory, full, options);
}

describe('Mask-Predict', () => {
  it('masks all, then floor(L (T - t + 1) / T) tokens in pass t', async () => {
    for (const [length, iterations] of [
      [10, 4],
      [7, 3],
      [5, 10],
      [1, 1],
      [3, 1],
    ] as const) {
      const graph = new FakeGraph(restlessModel);
      await decode(graph, [{ source: 0, length }], { iterations });
      const expected = Array.from({ length: iterations }, (_, t) =>
        Math.floor((length * (iterations - t)) / iterations),
      ).filter((count) => count > 0);
      assert.deepEqual(
        graph.refined.map(({ slots }) => slots.length),
        expected,
      );
    }
  });

  it('masks again exactly the tokens of lowest score, and asks for those', async () => {
    const graph = new FakeGraph(steady([-0.5, -3, -0.1, -2]));
    await decode(graph, [{ source: 0, length: 4 }], { iterations: 2 });
    assert.deepEqual(graph.refined[0]?.targets, [[mask, mask, mask, mask]]);
    assert.deepEqual(graph.refined[1]?.targets, [[50, mask, 52, mask]]);
    assert.deepEqual(
      graph.refined[1].slots.map(({ index }) => index),
      [1, 3],
    );
  });

  it('takes the lower position of equal scores, and calls scores equal that round to the same 1/1024', async () => {
    const graph = new FakeGraph(steady([-1, -1.00001, -0.99999, -1]));
    await decode(graph, [{ source: 0, length: 4 }], { iterations: 2 });
    assert.deepEqual(graph.refined[1]?.targets, [[mask, mask, 52, 53]]);
  });

  it('gives rounded scores and their mean', async () => {
    const [answer] = await decode(new FakeGraph(steady([-0.5, -1 / 3])), [{ source: 0, length: 2 }]);
    assert.deepEqual([...answer!.scores], [-0.5, -341 / 1024]);
    assert.equal(answer!.score, (-0.5 - 341 / 1024) / 2);
    assert.deepEqual([...answer!.ids], [50, 51]);
  });

  it('keeps the score of a token that is not predicted again', async () => {
    let run = 0;
    const model: FakeModel = {
      lengths: () => [0],
      predict: (_, __, index) => ({ id: 50, logProbability: run === 1 ? -1 - index : -0.25 }),
    };
    const graph = new FakeGraph(model);
    graph.beforeRun = () => run++;
    run = -1;
    const [answer] = await decode(graph, [{ source: 0, length: 2 }], { iterations: 2 });
    assert.deepEqual([...answer!.scores], [-1, -0.25]);
  });

  it('never changes or masks a pinned token, and scores it 0', async () => {
    const graph = new FakeGraph(restlessModel);
    const pins = new Map([
      [0, 111],
      [3, 222],
    ]);
    const [answer] = await decode(graph, [{ source: 0, length: 6, pins }], { iterations: 5 });
    // Four free tokens: 4, 3, 2 and 1 of them; the fifth pass would predict none.
    assert.deepEqual(
      graph.refined.map(({ slots }) => slots.length),
      [4, 3, 2, 1],
    );
    for (const { targets, slots } of graph.refined) {
      assert.equal(targets[0]?.[0], 111);
      assert.equal(targets[0][3], 222);
      assert.ok(slots.every(({ index }) => index !== 0 && index !== 3));
    }
    assert.equal(answer!.ids[0], 111);
    assert.equal(answer!.scores[3], 0);
  });

  it('asks for nothing when every token is pinned', async () => {
    const graph = new FakeGraph(restlessModel);
    const [answer] = await decode(graph, [{ source: 0, length: 1, pins: new Map([[0, 99]]) }]);
    assert.deepEqual([...answer!.ids], [99]);
    assert.equal(graph.refined.length, 0);
    assert.equal(answer!.passes, 0);
  });

  it('stops early once nothing changes and every token is certain enough', async () => {
    const certain = new FakeGraph(steady([-0.01, -0.02]));
    const [answer] = await decode(certain, [{ source: 0, length: 2 }], {
      iterations: 6,
      stopConfidence: 0.9,
    });
    assert.equal(answer!.passes, 2);

    const doubtful = new FakeGraph(steady([-0.01, -0.5]));
    const [other] = await decode(doubtful, [{ source: 0, length: 6 }], {
      iterations: 6,
      stopConfidence: 0.9,
    });
    assert.equal(other!.passes, 6);

    const off = new FakeGraph(steady([0, 0, 0, 0, 0, 0]));
    const [third] = await decode(off, [{ source: 0, length: 6 }], { iterations: 6, stopConfidence: 1 });
    assert.equal(third!.passes, 6);
  });

  it('answers each request as if it were alone, whatever shares its batch', async () => {
    const sources = [source(7, 8, 9), source(5), source(1, 2, 3, 4, 5, 6)];
    const requests = [
      { source: 0, length: 4 },
      { source: 2, length: 9 },
      { source: 0, length: 5 },
      { source: 1, length: 1 },
      { source: 2, length: 7, pins: new Map([[2, 77]]) },
    ];
    const together = await decode(new FakeGraph(restlessModel), requests, {}, sources);
    const small = await decode(new FakeGraph(restlessModel), requests, {}, sources, { tokens: 20, slots: 8 });
    assert.deepEqual(small, together);
    for (const [index, request] of requests.entries()) {
      const [alone] = await decode(new FakeGraph(restlessModel), [request], {}, sources);
      assert.deepEqual(alone, together[index]);
    }
  });

  it('keeps every run within its limits', async () => {
    const graph = new FakeGraph(restlessModel);
    const requests = Array.from({ length: 9 }, (_, k) => ({ source: 0, length: k + 1 }));
    await decode(graph, requests, { iterations: 3 }, undefined, { tokens: 40, slots: 12 });
    assert.ok(graph.refined.length > 3);
    for (const { targets, slots } of graph.refined) {
      const longest = Math.max(...targets.map(({ length }) => length));
      assert.ok(targets.length * (3 + longest) <= 40);
      assert.ok(slots.length <= 12);
    }
  });

  it('tells of every pass, and stops between passes when cancelled', async () => {
    const passes: number[] = [];
    const controller = new AbortController();
    const onPass = (pass: number): void => {
      passes.push(pass);
      if (pass === 2) controller.abort();
    };
    const graph = new FakeGraph(restlessModel);
    const { signal } = controller;
    await assert.rejects(decode(graph, [{ source: 0, length: 8 }], { iterations: 6, signal, onPass }), {
      name: 'AbortError',
    });
    assert.deepEqual(passes, [1, 2]);
    assert.equal(graph.refined.length, 2);
  });
});
