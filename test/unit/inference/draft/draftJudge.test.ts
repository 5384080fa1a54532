import assert from 'node:assert/strict';
import { DraftJudge, type JudgeSettings } from '../../../../extension/inference/draft/draftJudge.js';
import { type ScoredSource, TargetScorer } from '../../../../extension/inference/draft/targetScorer.js';
import type {
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../../../../extension/inference/runtime/stepGraph.js';

const mask = 3;
const memory: SourceMemory = { batch: 1, tokens: 4, gather: () => memory };
const source: ScoredSource = { encoded: { memory, lengthLogits: [] }, source: 0, position: 1 };

/** A model that likes tokens in ascending order: a token is probable where its visible neighbours allow that. */
class OrderedGraph implements StepGraph {
  public runs = 0;
  public hidden: number[] = [];
  public found = 0;

  public encode = (): Promise<never> => Promise.reject(new Error('encoded already'));

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

  public findTrouble(_memory: SourceMemory, targets: readonly TargetRow[]): Promise<readonly Float32Array[]> {
    this.found++;
    return Promise.resolve(
      targets.map(({ ids }) => Float32Array.from(ids, (id, at) => ((ids[at - 1] ?? 0) > id ? 4 : -4))),
    );
  }
}

const settings: JudgeSettings = { best: 5, modelWeight: 1 };
const judge = (
  graph: StepGraph,
  changes: Partial<JudgeSettings> = {},
  limits = { tokens: 1000, slots: 1000 },
): DraftJudge =>
  new DraftJudge(new TargetScorer(graph, { mask, copy: [] }, limits), 50, { ...settings, ...changes });

const draft = (text: string, score: number): { text: string; score: number; ids: number[] } => {
  return { text, score, ids: text.split(' ').map(Number) };
};

describe('The judge of drafts', () => {
  const drafts = [draft('10 40 20 30 50', -1), draft('10 20 30 40 50', -2)];
  const texts = (ranked: readonly { text: string }[]): string[] => ranked.map(({ text }) => text);

  it('puts the draft first that the model finds more probable', async () => {
    const ranked = await judge(new OrderedGraph()).rank(source, drafts);
    assert.deepEqual(texts(ranked), ['10 20 30 40 50', '10 40 20 30 50']);
  });

  it('leaves the order to the tables where its weight is small', async () => {
    const ranked = await judge(new OrderedGraph(), { modelWeight: 0.01 }).rank(source, drafts);
    assert.equal(ranked[0]?.text, '10 40 20 30 50');
  });

  it('asks for every token of every draft once where drafts differ from end to end', async () => {
    const graph = new OrderedGraph();
    await judge(graph).rank(source, drafts);
    assert.equal(graph.hidden.length, 10);
    assert.equal(graph.runs, 1);
  });

  it('asks only for tokens that differ and for those beside them', async () => {
    const graph = new OrderedGraph();
    const common = '1 2 4 5 6 7';
    const long = [draft(`${common} 30 8 ${common} 9`, -1), draft(`${common} 8 ${common} 9`, -2)];
    await judge(graph).rank(source, long);
    assert.ok(graph.hidden.length <= 11, `${graph.hidden.length} of 27 tokens`);
    assert.ok(graph.hidden.includes(30) && graph.hidden.includes(8));
    assert.ok(!graph.hidden.includes(4) && !graph.hidden.includes(9));
  });

  it('cuts what is too much for one run, with the same result', async () => {
    const graph = new OrderedGraph();
    const ranked = await judge(graph, {}, { tokens: 10, slots: 2 }).rank(source, drafts);
    assert.equal(ranked[0]?.text, '10 20 30 40 50');
    assert.ok(graph.runs > 1);
  });

  it('does not ask about a single draft, or one that is longer than the model reads', async () => {
    const graph = new OrderedGraph();
    const long = [draft('10 '.repeat(51).trim(), -1), draft('10 20', -2)];
    assert.equal(await judge(graph).rank(source, long), long);
    const single = drafts.slice(0, 1);
    assert.equal(await judge(graph).rank(source, single), single);
    assert.equal(graph.runs, 0);
  });

  it('compares fewer drafts of a longer sentence, and no more than are to be compared', async () => {
    const worse = draft('50 40 30 20 10', -0.5);
    const many = [worse, ...drafts];
    const few = await judge(new OrderedGraph(), { judgedTokens: 12 }).rank(source, many);
    assert.equal(few[2]?.text, '10 20 30 40 50', 'the third stays where it was');
    const all = await judge(new OrderedGraph(), { judgedTokens: 15 }).rank(source, many);
    assert.equal(all[0]?.text, '10 20 30 40 50');
    const two = await judge(new OrderedGraph(), { best: 2 }).rank(source, many);
    assert.equal(two[2]?.text, '10 20 30 40 50');
  });

  it('asks where tokens are out of place instead, in a single run', async () => {
    const graph = new OrderedGraph();
    const ranked = await judge(graph, { modelWeight: 0, soundWeight: 1 }).rank(source, drafts);
    assert.equal(ranked[0]?.text, '10 20 30 40 50');
    assert.deepEqual([graph.runs, graph.found], [0, 1]);
  });
});
