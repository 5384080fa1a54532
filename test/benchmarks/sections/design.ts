import { OnnxStepGraph } from '../../../extension/inference/runtime/onnxStepGraph.js';
import { openSession } from '../../../extension/inference/runtime/sessions.js';
import { benchmarkGraphs, type SizeName } from '../decoding/benchmarkGraphs.js';
import { someSource } from '../decoding/generator.js';
import { LogitsSession } from '../decoding/logitsSession.js';
import { MaskPredictGenerator } from '../decoding/maskPredictGenerator.js';
import { RecomputeStepGraph } from '../decoding/recomputeStepGraph.js';
import { describeSizes } from '../decoding/sizes.js';
import { interleave } from '../measure/interleave.js';
import type { Row } from '../report/row.js';
import { comparisonRow } from '../report/timedRow.js';
import type { Context, Section } from '../section.js';
import { withSessions } from '../withSessions.js';

const sourceTokens = 64;
const targetTokens = 64;

/** What two decisions of the design are worth: the source is encoded once, and only the best token leaves the graph. */
export const design: Section = {
  id: 'design',
  title: 'Encode once, and top-1 in the graph',
  async run(context) {
    const sizes: SizeName[] = context.options.quick ? ['mini'] : ['mini', 'small8'];
    const rows: Row[] = [];
    for (const size of sizes) {
      context.say(`design: ${size}`);
      rows.push(...(await measure(context, size)));
    }
    return rows;
  },
};

async function measure(context: Context, size: SizeName): Promise<Row[]> {
  const graphs = await benchmarkGraphs(size);
  const { sizes } = graphs;
  const { threads, rounds } = context.options;
  const source = someSource(sizes, sourceTokens);
  const title = `Encode once, top-1 in the graph: ${size} (${describeSizes(sizes)}), int8, ${sourceTokens} → ${targetTokens} tokens`;
  return withSessions(async (keep) => {
    const open = async (kind: 'step.int8' | 'recompute.int8' | 'logits.int8') =>
      keep(await openSession(graphs.path(kind), 'cpu', threads));
    const step = new OnnxStepGraph(await open('step.int8'), sizes);
    const recompute = new RecomputeStepGraph(await open('recompute.int8'), sizes);
    const logits = new OnnxStepGraph(LogitsSession.over(await open('logits.int8')), sizes);
    const rows: Row[] = [];
    for (const passes of [4, 10]) {
      const decode = (graph: ConstructorParameters<typeof MaskPredictGenerator>[0]) => {
        const generator = new MaskPredictGenerator(graph, sizes, passes);
        return () => generator.generate(source, targetTokens);
      };
      const times = await interleave(
        [
          { name: 'step', run: decode(step) },
          { name: 'recompute', run: decode(recompute) },
          { name: 'logits', run: decode(logits) },
        ],
        { rounds },
      );
      rows.push(
        comparisonRow(
          title,
          { measured: `source encoded once, T = ${passes}`, times: times.step },
          { measured: 'source computed again in every pass', times: times.recompute },
        ),
        comparisonRow(
          title,
          { measured: `top-1 in the graph, T = ${passes}`, times: times.step },
          { measured: 'logits of the masked rows into JavaScript', times: times.logits },
        ),
      );
    }
    return rows;
  });
}
