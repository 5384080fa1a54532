import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InferenceSession, Tensor } from '../../extension/inference/runtime/onnxruntime.js';

import { int64Tensor } from '../../extension/inference/runtime/int64.js';
import { OnnxStepGraph } from '../../extension/inference/runtime/onnxStepGraph.js';
import { openSession } from '../../extension/inference/runtime/sessions.js';
import type { Predictions, StepGraph } from '../../extension/inference/runtime/stepGraph.js';
import { AutoregressiveGenerator } from '../benchmarks/decoding/autoregressiveGenerator.js';
import { type BenchmarkGraphs, benchmarkGraphs } from '../benchmarks/decoding/benchmarkGraphs.js';
import { someSource } from '../benchmarks/decoding/generator.js';
import { LogitsSession } from '../benchmarks/decoding/logitsSession.js';
import { MaskPredictGenerator } from '../benchmarks/decoding/maskPredictGenerator.js';
import { RecomputeStepGraph } from '../benchmarks/decoding/recomputeStepGraph.js';

const sourceTokens = 12;
const targetTokens = 9;

describe('graphs of the benchmarks', function () {
  const folder = mkdtempSync(join(tmpdir(), 'il-graphs-'));
  const sessions: InferenceSession[] = [];
  let graphs: BenchmarkGraphs;
  const open = async (kind: Parameters<BenchmarkGraphs['path']>[0]): Promise<InferenceSession> => {
    const session = await openSession(graphs.path(kind), 'cpu', 1);
    sessions.push(session);
    return session;
  };

  before(async () => {
    graphs = await benchmarkGraphs('tiny', folder);
  });

  after(async () => {
    for (const session of sessions) await session.release();
    rmSync(folder, { recursive: true });
  });

  /** What a step graph says of a half masked target. */
  const predictions = async (graph: StepGraph): Promise<Predictions> => {
    const source = someSource(graphs.sizes, sourceTokens);
    const { mask } = graphs.sizes.specialTokens;
    const ids = Int32Array.from({ length: targetTokens }, (_, index) =>
      index % 2 === 0 ? mask : 60 + index,
    );
    const slots = [...ids.keys()].filter((index) => ids[index] === mask).map((index) => ({ row: 0, index }));
    const { memory } = await graph.encode([source]);
    return graph.refine(memory, [{ ids, position: source.targetPosition }], slots);
  };

  const assertSame = (actual: Predictions, expected: Predictions): void => {
    assert.equal(expected.ids.length, Math.ceil(targetTokens / 2));
    assert.deepEqual([...actual.ids], [...expected.ids]);
    for (const [slot, value] of expected.logProbabilities.entries()) {
      assert.ok(Math.abs(actual.logProbabilities[slot]! - value) < 1e-4);
    }
  };

  it('recompute everything: the same answer as with a source that was encoded once', async () => {
    const step = new OnnxStepGraph(await open('step.float32'), graphs.sizes);
    const recompute = new RecomputeStepGraph(await open('recompute.float32'), graphs.sizes);
    assertSame(await predictions(recompute), await predictions(step));
  });

  it('logits into JavaScript: the same answer as with the top-1 in the graph', async () => {
    const step = new OnnxStepGraph(await open('step.float32'), graphs.sizes);
    const logits = new OnnxStepGraph(LogitsSession.over(await open('logits.float32')), graphs.sizes);
    assertSame(await predictions(logits), await predictions(step));
  });

  it('Mask-Predict runs the passes that it is asked for', async () => {
    const step = new OnnxStepGraph(await open('step.int8'), graphs.sizes);
    const passes: number[] = [];
    const counting: StepGraph = {
      encode: (sources) => step.encode(sources),
      refine: (memory, targets, slots) => {
        passes.push(slots.length);
        return step.refine(memory, targets, slots);
      },
    };
    const source = someSource(graphs.sizes, sourceTokens);
    const ids = await new MaskPredictGenerator(counting, graphs.sizes, 4).generate(source, 16);
    assert.equal(ids.length, 16);
    assert.deepEqual(passes, [16, 12, 8, 4]);
  });

  for (const format of ['int8', '4bit'] as const) {
    it(`autoregressive, ${format}: a token for every run, the same every time`, async () => {
      const session = await open(`autoregressive.${format}`);
      const generator = new AutoregressiveGenerator(session, graphs.sizes);
      const source = someSource(graphs.sizes, sourceTokens);
      const ids = await generator.generate(source, targetTokens);
      assert.equal(ids.length, targetTokens);
      assert.ok(ids.every((id) => id >= 0 && id < graphs.sizes.architecture.vocabularySize));
      assert.deepEqual(await generator.generate(source, targetTokens), ids);
      // Greedy decoding of a shorter target is its beginning: the cache carries what came before.
      assert.deepEqual(await generator.generate(source, 4), ids.slice(0, 4));
    });
  }

  it('autoregressive: the same layers as the step graph, with the source in the cache', async () => {
    const [step, int8, fourBit] = [
      await open('step.int8'),
      await open('autoregressive.int8'),
      await open('autoregressive.4bit'),
    ];
    const expected = await keysAfterOneToken(step, graphs);
    const same = await keysAfterOneToken(int8, graphs);
    const { hiddenSize } = graphs.sizes.architecture;
    assert.equal(expected.length, (sourceTokens + 1) * hiddenSize);
    assert.ok(expected.some((value) => Math.abs(value) > 1e-3));
    assert.ok(similarity(same, expected) > 0.9999);
    assert.ok(similarity(await keysAfterOneToken(fourBit, graphs), expected) > 0.95);
  });
});

/** Keys of the last layer once a source and one target token have been run, one after the other. */
async function keysAfterOneToken(
  session: InferenceSession,
  { sizes }: BenchmarkGraphs,
): Promise<Float32Array> {
  const { heads, headSize, layers } = sizes.architecture;
  const names = [...Array(layers).keys()].flatMap((layer) => [`key_${layer}`, `value_${layer}`]);
  const run = (
    ids: readonly number[],
    position: number,
    past: (name: string) => Tensor,
    keys: number,
  ): Promise<InferenceSession.ReturnType> => {
    const shape = [1, ids.length];
    const feeds: Record<string, Tensor> = {
      input_ids: int64Tensor(Int32Array.from(ids), shape),
      position_ids: int64Tensor(
        Int32Array.from(ids, (_, index) => position + index),
        shape,
      ),
      type_ids: int64Tensor(new Int32Array(ids.length), shape),
      attention_mask: int64Tensor(new Int32Array(keys).fill(1), [1, keys]),
      rows: int64Tensor(Int32Array.of(0), [1]),
      candidates: int64Tensor(Int32Array.of(0), [1, 1]),
    };
    for (const name of names) feeds[`past_${name}`] = past(name);
    const declared = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
    return session.run(
      Object.fromEntries(declared),
      names.map((name) => `present_${name}`),
    );
  };
  const { ids } = someSource(sizes, sourceTokens);
  const nothing = new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]);
  const first = await run(ids, 0, () => nothing, sourceTokens);
  const second = await run(
    [70],
    sourceTokens,
    (name) => first[`present_${name}`] as Tensor,
    sourceTokens + 1,
  );
  return (second[`present_key_${layers - 1}`] as Tensor).data as Float32Array;
}

/** Cosine of the angle between two arrays. */
function similarity(first: Float32Array, second: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second));
}
