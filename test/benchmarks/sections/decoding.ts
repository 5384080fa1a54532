import { OnnxStepGraph } from '../../../extension/inference/runtime/onnxStepGraph.js';
import { openSession } from '../../../extension/inference/runtime/sessions.js';
import { AutoregressiveGenerator } from '../decoding/autoregressiveGenerator.js';
import { benchmarkGraphs, type GraphKind, type SizeName } from '../decoding/benchmarkGraphs.js';
import { type Generator, someSource } from '../decoding/generator.js';
import { MaskPredictGenerator } from '../decoding/maskPredictGenerator.js';
import { describeSizes } from '../decoding/sizes.js';
import { interleave, type Times } from '../measure/interleave.js';
import { median } from '../measure/statistics.js';
import type { Goal, Row } from '../report/row.js';
import { comparisonRow } from '../report/timedRow.js';
import type { Context, Section } from '../section.js';
import { withSessions } from '../withSessions.js';

const sourceTokens = 64;
const iterations = [4, 10];
const baselines = { int8: 'autoregressive.int8', '4-bit': 'autoregressive.4bit' } as const;
type Baseline = keyof typeof baselines;

const quickLengths: Readonly<Record<SizeName, readonly number[]>> = {
  tiny: [32],
  mini: [32, 64],
  small8: [64],
  base: [64],
};

/** To reach at T = 4 and equal precision, by target length. */
const goals: Record<number, Goal> = {
  32: { kind: 'at least', limit: 2 },
  64: { kind: 'at least', limit: 3.5 },
};

/** Mask-Predict against autoregressive greedy decoding, everything else being equal. */
export const decoding: Section = {
  id: 'decoding',
  title: 'Mask-Predict against autoregressive decoding',
  async run(context) {
    const { quick, base } = context.options;
    const sizes: SizeName[] = ['mini', 'small8', ...(base ? (['base'] as const) : [])];
    const rows: Row[] = [];
    for (const size of sizes) {
      context.say(`decoding: ${size}`);
      rows.push(...(await measure(context, size, quick ? quickLengths[size] : [16, 32, 64, 128])));
    }
    return rows;
  },
};

async function measure(context: Context, size: SizeName, lengths: readonly number[]): Promise<Row[]> {
  const graphs = await benchmarkGraphs(size);
  const { sizes } = graphs;
  const { threads, rounds } = context.options;
  const source = someSource(sizes, sourceTokens);
  return withSessions(async (keep) => {
    const open = async (kind: GraphKind, count: number) =>
      keep(await openSession(graphs.path(kind), 'cpu', count));
    const generators: Record<string, Generator> = {};
    const step = new OnnxStepGraph(await open('step.int8', threads), sizes);
    for (const passes of iterations) generators[ours(passes)] = new MaskPredictGenerator(step, sizes, passes);
    for (const [baseline, kind] of Object.entries(baselines)) {
      // A single row at a time may not be worth a second thread: the baseline has the choice.
      for (const count of new Set([1, threads])) {
        const session = await open(kind, count);
        generators[theirs(baseline, count)] = new AutoregressiveGenerator(session, sizes);
      }
    }
    const rows: Row[] = [];
    for (const length of lengths) {
      const contestants = Object.entries(generators).map(([name, generator]) => ({
        name,
        run: () => generator.generate(source, length),
      }));
      const times = await interleave(contestants, { rounds });
      const title = `Mask-Predict against autoregressive decoding: ${size} (${describeSizes(sizes)}), int8`;
      for (const baseline of Object.keys(baselines) as Baseline[]) {
        for (const passes of iterations) {
          const goal = passes === 4 && baseline === 'int8' ? goals[length] : undefined;
          rows.push(
            comparisonRow(
              title,
              { measured: `${sourceTokens} → ${length} tokens, T = ${passes}`, times: times[ours(passes)]! },
              fastest(times, baseline, threads),
              goal,
            ),
          );
        }
      }
    }
    return rows;
  });
}

const ours = (passes: number): string => `mask-predict ${passes}`;
const theirs = (baseline: string, threads: number): string => `${baseline} ${threads}`;

/** The better of the baseline's numbers of threads. */
function fastest(
  times: Readonly<Record<string, Times>>,
  baseline: Baseline,
  threads: number,
): { measured: string; times: Times } {
  const sides = [...new Set([1, threads])].map((count) => ({
    measured: `autoregressive ${baseline}, ${count} ${count === 1 ? 'thread' : 'threads'}`,
    times: times[theirs(baseline, count)]!,
  }));
  return sides.reduce((best, side) => (median(side.times.wall) < median(best.times.wall) ? side : best));
}
