import { cpus } from 'node:os';
import { describeTasks } from '../core/instructions/instructions.js';
import type { Manifest } from '../core/model/manifest.js';
import type { CliContext, CliEngine, ModelOptions } from './cliTypes.js';
import { withEngine } from './model.js';

export interface BenchOptions extends ModelOptions {
  readonly rounds: number;
  readonly json?: boolean;
}

/** Ordinary sentences of different lengths. */
const sentences = [
  'Please close the window.',
  'The train to the coast leaves at seven in the morning.',
  'We have read your report with great interest and would like to discuss it next week.',
  'When the rain had stopped, the children ran into the garden and looked for snails under the wet leaves.',
];

const passCounts = [4, 10];

interface Measurement {
  readonly iterations: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly tokensPerSecond: number;
}

/** `interlinear bench`: how fast the model answers on this machine. Compare figures of one run only. */
export async function bench(context: CliContext, options: BenchOptions): Promise<void> {
  await withEngine(context, options, async (engine) => {
    const instruction = benchInstruction(engine.manifest);
    const results = await measure(context, engine, instruction, options.rounds);
    const { id, version, variant, device, loadMilliseconds } = engine.info();
    const report = {
      model: { id, version, variant, device },
      instruction,
      loadMs: round(loadMilliseconds),
      residentBytes: process.memoryUsage.rss(),
      sentences: sentences.length,
      rounds: options.rounds,
      results,
      machine: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, platform: process.platform },
    };
    if (options.json === true) return context.output.json(report);
    const lines = [
      `${id} ${version} (${variant}) on ${device}: "${instruction}"`,
      `loaded in ${report.loadMs} ms, ${(report.residentBytes / 1e6).toFixed(0)} MB resident`,
      ...results.map(
        ({ iterations, medianMs, p95Ms, tokensPerSecond }) =>
          `${iterations} passes: median ${medianMs} ms per sentence, 95 % within ${p95Ms} ms, ${tokensPerSecond} tokens/s`,
      ),
    ];
    return context.output.answer(`${lines.join('\n')}\n`);
  });
}

/** A translation where the model translates, else the first thing that it can do. */
function benchInstruction(manifest: Manifest): string {
  const tasks = describeTasks(manifest);
  const translation = tasks.find(({ targets }) => targets.some(({ code }) => code !== 'en'));
  const target = translation?.targets.find(({ code }) => code !== 'en');
  if (translation !== undefined && target !== undefined) {
    return translation.canonical.replace('{target}', target.name);
  }
  return tasks[0]?.canonical ?? '';
}

/** One sentence at a time; the pass counts take turns, so that a busy moment hits all of them. */
async function measure(
  context: CliContext,
  engine: CliEngine,
  instruction: string,
  rounds: number,
): Promise<Measurement[]> {
  const samples = passCounts.map((iterations) => ({ iterations, times: [] as number[], tokens: 0 }));
  for (let index = -1; index < rounds; index++) {
    for (const sample of samples) {
      for (const text of sentences) {
        const start = performance.now();
        const [result] = await engine.rewrite(
          { texts: [text], instruction, iterations: sample.iterations },
          { signal: context.signal },
        );
        // The first round warms up.
        if (index < 0) continue;
        sample.times.push(performance.now() - start);
        sample.tokens += result?.tokens ?? 0;
      }
    }
  }
  return samples.map(({ iterations, times, tokens }) => {
    const total = times.reduce((sum, time) => sum + time, 0);
    return {
      iterations,
      medianMs: round(quantile(times, 0.5)),
      p95Ms: round(quantile(times, 0.95)),
      tokensPerSecond: round((tokens / total) * 1_000),
    };
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
