import assert from 'node:assert/strict';
import { DraftJudge } from '../../../../extension/inference/draft/draftJudge.js';
import type { RewriteJob } from '../../../../extension/inference/decoding/rewriteJob.js';
import type {
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../../../../extension/inference/runtime/stepGraph.js';

const mask = 3;
const memory: SourceMemory = { batch: 1, tokens: 4, gather: () => memory };

/** A model that likes tokens in ascending order: a token is probable where its visible neighbours allow that. */
class OrderedGraph implements StepGraph {
  public runs = 0;
  public hidden: number[] = [];

  public encode(): Promise<{ memory: SourceMemory; lengthLogits: readonly Float32Array[] }> {
    return Promise.resolve({ memory, lengthLogits: [] });
  }

  public refine(
    _memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): ReturnType<StepGraph['refine']> {
    this.runs++;
    const scores = slots.map(({ row, index, candidates }) => {
      const ids = targets[row]?.ids ?? new Int32Array();
      assert.equal(ids[index], mask, 'a token that is asked for is hidden');
      this.hidden.push(candidates?.[0] ?? -1);
      const [before = 0, after = 1e9] = [ids[index - 1], ids[index + 1]].map((id) =>
        id === mask ? undefined : id,
      );
      const asked = candidates?.[0] ?? 0;
      return asked >= before && asked <= after ? -0.1 : -5;
    });
    return Promise.resolve({
      ids: new Int32Array(slots.length),
      logProbabilities: new Float32Array(slots.length),
      candidateLogProbabilities: Float32Array.from(scores),
    });
  }
}

const encode = (text: string): readonly number[] => text.split(' ').map(Number);
const job = { source: { targetPosition: 1 } } as unknown as RewriteJob;
const judge = (graph: StepGraph, weight: number, longest = 50): DraftJudge =>
  new DraftJudge(graph, encode, mask, longest, { tokens: 1000, slots: 1000 }, weight);

describe('The judge of drafts', () => {
  const drafts = [
    { text: '10 40 20 30 50', score: -1 },
    { text: '10 20 30 40 50', score: -2 },
  ];

  it('puts the draft first that the model finds more probable', async () => {
    const ranked = await judge(new OrderedGraph(), 1).rank(job, drafts);
    assert.deepEqual(
      ranked.map(({ text }) => text),
      ['10 20 30 40 50', '10 40 20 30 50'],
    );
  });

  it('leaves the order to the tables where its weight is small', async () => {
    const ranked = await judge(new OrderedGraph(), 0.01).rank(job, drafts);
    assert.equal(ranked[0]?.text, '10 40 20 30 50');
  });

  it('asks for every token of every draft once', async () => {
    const graph = new OrderedGraph();
    await judge(graph, 1).rank(job, drafts);
    assert.equal(graph.hidden.length, 10);
    assert.equal(graph.runs, 1);
  });

  it('cuts what is too much for one run, with the same result', async () => {
    const graph = new OrderedGraph();
    const narrow = new DraftJudge(graph, encode, mask, 50, { tokens: 10, slots: 2 }, 1);
    const ranked = await narrow.rank(job, drafts);
    assert.equal(ranked[0]?.text, '10 20 30 40 50');
    assert.ok(graph.runs > 1);
  });

  it('does not ask about a single draft, or one that is longer than the model reads', async () => {
    const graph = new OrderedGraph();
    assert.equal(await judge(graph, 1, 4).rank(job, drafts), drafts);
    const single = drafts.slice(0, 1);
    assert.equal(await judge(graph, 1).rank(job, single), single);
    assert.equal(graph.runs, 0);
  });
});
