import { createEngine } from '../../../extension/inference/createEngine.js';
import { openSession } from '../../../extension/inference/runtime/sessions.js';
import { AutoregressiveGenerator } from '../decoding/autoregressiveGenerator.js';
import { benchmarkGraphs } from '../decoding/benchmarkGraphs.js';
import { someSource } from '../decoding/generator.js';
import { NativeClock } from '../measure/nativeClock.js';
import { median } from '../measure/statistics.js';
import type { Goal, Row } from '../report/row.js';
import { spreadOf } from '../report/timedRow.js';
import { sentences } from '../samples.js';
import type { Context, Section } from '../section.js';
import { withSessions } from '../withSessions.js';

const title = 'Share of the time spent outside onnxruntime';
const repetitions = 15;

/** How much of a request is not the model: tokenizer, segmentation, masks, tensors, event loop. */
export const overhead: Section = {
  id: 'overhead',
  title,
  run(context) {
    context.say('overhead');
    return NativeClock.with(async (clock) => [
      ...(await ofEngine(context, clock)),
      await ofBaseline(context, clock),
    ]);
  },
};

async function ofEngine(context: Context, clock: NativeClock): Promise<Row[]> {
  const { directory, name } = await context.model();
  const engine = await createEngine({ directory, device: 'cpu', threads: context.options.threads });
  try {
    const longest = [...sentences].sort((first, second) => second.length - first.length);
    const cases: [string, string[]][] = [
      ['one sentence', [longest[0]!]],
      ['a paragraph of 8 sentences', [longest.slice(0, 8).join(' ')]],
    ];
    const rows: Row[] = [];
    for (const [label, texts] of cases) {
      const shares = await sharesOutside(clock, () =>
        engine.rewrite({ texts, instruction: 'Translate to English.' }),
      );
      const measured = `engine, ${name}, ${label}, the model's default passes and length beam`;
      rows.push(shareRow(measured, shares, { kind: 'under', limit: 5 }));
    }
    return rows;
  } finally {
    await engine.dispose();
  }
}

/** The baseline of the other section, to see that JavaScript does not hold it up. */
function ofBaseline(context: Context, clock: NativeClock): Promise<Row> {
  return withSessions(async (keep) => {
    const graphs = await benchmarkGraphs('mini');
    const session = keep(
      await openSession(graphs.path('autoregressive.int8'), 'cpu', context.options.threads),
    );
    const generator = new AutoregressiveGenerator(session, graphs.sizes);
    const source = someSource(graphs.sizes, 64);
    const shares = await sharesOutside(clock, () => generator.generate(source, 64));
    return shareRow('for comparison: autoregressive baseline, mini, int8, 64 → 64 tokens', shares);
  });
}

async function sharesOutside(clock: NativeClock, work: () => Promise<unknown>): Promise<number[]> {
  await work();
  const shares: number[] = [];
  for (let count = 0; count < repetitions; count++) shares.push(await clock.shareOutside(work));
  return shares;
}

function shareRow(measured: string, shares: readonly number[], goal?: Goal): Row {
  return {
    section: title,
    measured,
    value: median(shares),
    unit: '%',
    samples: shares.length,
    spread: spreadOf(shares),
    ...(goal && { goal }),
  };
}
