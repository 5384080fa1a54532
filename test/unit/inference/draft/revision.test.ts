import { strict as assert } from 'node:assert';
import type { DecodingStrategy } from '../../../../extension/inference/decoding/decodingStrategy.js';
import { keptScore } from '../../../../extension/inference/draft/revisionDraft.js';
import type { RevisingGraph } from '../../../../extension/inference/draft/reviser.js';
import {
  type RevisionSettings,
  RevisionStrategy,
} from '../../../../extension/inference/draft/revisionStrategy.js';
import type { RewriteJob } from '../../../../extension/inference/decoding/rewriteJob.js';
import type {
  SourceMemory,
  TargetRow,
  TargetSlot,
} from '../../../../extension/inference/runtime/stepGraph.js';

const mask = 3;
const copy = 7;
const manifest = {
  length: { relativeTo: 'text' as const, minimum: -8, classes: 17 },
  limits: { sourceTokens: 50, targetTokens: 12 },
  specialTokens: { pad: 0, unknown: 1, separator: 2, mask, length: 4, copy: [copy] },
};
const settings: RevisionSettings = {
  tasks: ['fix'],
  threshold: 0.5,
  rounds: 2,
  acceptance: -1.5,
  deletion: -1,
  lengthWeight: 0.5,
};

/**
 * A model that finds the tokens of `wrong` out of place, and fills masks with the tokens of `right`, in order.
 * `sure`: log-probability of what it fills in, by the number of masks; very unsure where it is absent.
 */
interface Script {
  readonly wrong: readonly number[];
  readonly right: readonly number[];
  readonly sure: Readonly<Record<number, number>>;
}

class ScriptedGraph implements RevisingGraph {
  public readonly found: (readonly number[])[] = [];
  public runs = 0;

  public constructor(private readonly script: Script) {}

  public encode = (): Promise<never> => Promise.reject(new Error('encoded already'));

  public findTrouble(_memory: SourceMemory, targets: readonly TargetRow[]): Promise<readonly Float32Array[]> {
    this.runs++;
    this.found.push(...targets.map(({ ids }) => [...ids]));
    return Promise.resolve(
      targets.map(({ ids }) => Float32Array.from(ids, (id) => (this.script.wrong.includes(id) ? 5 : -5))),
    );
  }

  public refine(
    _memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): ReturnType<RevisingGraph['refine']> {
    this.runs++;
    const predictions = slots.map(({ row, index }) => {
      const ids = [...(targets[row]?.ids ?? [])];
      const masks = [...ids.keys()].filter((place) => ids[place] === mask);
      const { right, sure } = this.script;
      return { id: right[masks.indexOf(index) % right.length] ?? 0, score: sure[masks.length] ?? -8 };
    });
    return Promise.resolve({
      ids: Int32Array.from(predictions, ({ id }) => id),
      logProbabilities: Float32Array.from(predictions, ({ score }) => score),
      candidateLogProbabilities: new Float32Array(slots.length),
    });
  }
}

const memory: SourceMemory = { batch: 1, tokens: 5, gather: () => memory };
const writesAnew: DecodingStrategy = {
  propose: (jobs) => {
    const answer = {
      ids: Int32Array.of(40),
      scores: Float64Array.of(-1),
      score: -1,
      passes: 4,
    };
    return Promise.resolve(jobs.map(() => [answer]));
  },
};

function job(textIds: readonly number[]): RewriteJob {
  const source = { ids: textIds, firstPosition: 0, textTokens: textIds.length, targetPosition: 1 };
  return { source, textIds, sentence: undefined as never, terms: new Set() } as unknown as RewriteJob;
}

/** Answers to texts; the model thinks that `change` is how much longer an answer should be. */
async function revise(
  script: Script | ScriptedGraph,
  texts: readonly (readonly number[])[],
  changes: Partial<RevisionSettings> = {},
  change = 0,
  onPass?: (pass: number) => void,
): Promise<{ readonly ids: number[]; readonly scores: number[]; readonly passes: number }[]> {
  const graph = script instanceof ScriptedGraph ? script : new ScriptedGraph(script);
  const strategy = new RevisionStrategy(
    graph,
    writesAnew,
    manifest,
    { ...settings, ...changes },
    { tokens: 1000, slots: 1000 },
  );
  const logits = new Float32Array(17).fill(-9);
  logits[change + 8] = 9;
  const encoded = { memory, lengthLogits: texts.map(() => logits) };
  const decoding = { iterations: 6, stopConfidence: 1, lengthBeam: 1, onPass };
  const answers = await strategy.propose(texts.map(job), encoded, decoding);
  return answers.map(([answer]) => {
    return { ids: [...answer!.ids], scores: [...answer!.scores], passes: answer!.passes };
  });
}

describe('Revision', () => {
  it('leaves a text without trouble as it is, after a single pass', async () => {
    const [answer] = await revise({ wrong: [], right: [30], sure: {} }, [[20, 21, 22]]);
    assert.deepEqual(answer, { ids: [20, 21, 22], scores: Array(3).fill(keptScore(-5)), passes: 1 });
  });

  it('replaces a wrong token and keeps the rest', async () => {
    const [answer] = await revise({ wrong: [21], right: [30], sure: { 1: -0.125 } }, [[20, 21, 22]]);
    assert.deepEqual(answer!.ids, [20, 30, 22]);
    assert.deepEqual(answer!.scores, [keptScore(-5), -0.125, keptScore(-5)]);
  });

  it('tries other lengths, and takes the one that the model thinks likely', async () => {
    const longer = { wrong: [21], right: [30, 31], sure: { 1: -1.2, 2: -0.1 } };
    assert.deepEqual((await revise(longer, [[20, 21, 22]], {}, 1))[0]!.ids, [20, 30, 31, 22]);
    const gone = { wrong: [21], right: [30], sure: { 1: -1.2 } };
    assert.deepEqual((await revise(gone, [[20, 21, 22]], {}, -1))[0]!.ids, [20, 22]);
  });

  it('does not take an answer that it is unsure of', async () => {
    const unsure = { wrong: [21], right: [30], sure: { 1: -1.4 } };
    assert.deepEqual((await revise(unsure, [[20, 21, 22]]))[0]!.ids, [20, 30, 22]);
    assert.deepEqual((await revise(unsure, [[20, 21, 22]], { acceptance: -1 }))[0]!.ids, [20, 21, 22]);
  });

  it('never touches a protected span', async () => {
    const [answer] = await revise({ wrong: [copy, 21], right: [30], sure: { 1: -0.1 } }, [[copy, 21, copy]]);
    assert.deepEqual(answer!.ids, [copy, 30, copy]);
  });

  it('goes on while something changes, and ends', async () => {
    const graph = new ScriptedGraph({ wrong: [21, 30], right: [30], sure: { 1: -0.1 } });
    const [answer] = await revise(graph, [[20, 21, 22]]);
    assert.deepEqual(graph.found, [
      [20, 21, 22],
      [20, 30, 22],
    ]);
    assert.deepEqual(answer!.ids, [20, 30, 22]);
  });

  it('answers every text as if it were alone, and writes one anew that is too long', async () => {
    const script = { wrong: [21], right: [30], sure: { 1: -0.1 } };
    const texts = [[20, 21], Array<number>(13).fill(20), [22], [21, 23, 21]];
    const together = await revise(script, texts);
    const alone = await Promise.all(texts.map((text) => revise(script, [text])));
    assert.deepEqual(together, alone.flat());
    assert.deepEqual(together[1]!.ids, [40]);
    assert.deepEqual(together[3]!.ids, [30, 23, 30]);
  });

  it('tells of its passes, never more than were announced, and never backwards', async () => {
    const told: number[] = [];
    await revise({ wrong: [21, 30], right: [30], sure: { 1: -0.1 } }, [[20, 21]], { rounds: 9 }, 0, (pass) =>
      told.push(pass),
    );
    assert.deepEqual(
      told,
      [...told].sort((one, other) => one - other),
    );
    assert.ok(told.length > 0 && told.every((pass) => pass <= 6));
  });
});
