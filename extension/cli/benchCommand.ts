import type { Engine } from '../inference/engine.js';
import type { Output } from './output.js';

const samples: readonly string[] = [
  'The meeting begins at nine.',
  'Please send me the report before the end of the week, because I would like to read it.',
  'She opened the window, looked at the rain, and decided to stay at home with a book and a cup of tea.',
];

interface Row {
  readonly iterations: number;
  readonly medianMs: number;
  readonly tokensPerSecond: number;
}

/**
 * How fast this model is on this machine: the median time of a sentence at 4 and 10 passes (interleaved), tokens per
 * second, load time, and resident memory.
 */
export async function runBench(engine: Engine, json: boolean, output: Output): Promise<void> {
  const [first] = engine.manifest.instructions;
  if (!first) throw new Error('the model has no instruction');
  const target = first.targets?.[0];
  const name = target === undefined ? undefined : engine.manifest.languageNames[target]?.['en']?.[0];
  const instruction = name === undefined ? first.canonical : first.canonical.replace('{target}', name);
  const passes = [4, 10];
  const times = new Map<number, number[]>(passes.map((iterations) => [iterations, []]));
  const tokens = new Map<number, number>(passes.map((iterations) => [iterations, 0]));
  await engine.rewrite({ texts: samples, instruction });
  for (let round = 0; round < 7; round++) {
    for (const iterations of passes) {
      for (const text of samples) {
        const [result] = await engine.rewrite({ texts: [text], instruction, iterations });
        times.get(iterations)?.push(result?.milliseconds ?? 0);
        tokens.set(iterations, (tokens.get(iterations) ?? 0) + (result?.tokens ?? 0));
      }
    }
  }
  const rows = passes.map((iterations): Row => {
    const measured = [...(times.get(iterations) ?? [])].sort((a, b) => a - b);
    const total = measured.reduce((sum, value) => sum + value, 0);
    const medianMs = measured[measured.length >> 1] ?? 0;
    return { iterations, medianMs, tokensPerSecond: (1000 * (tokens.get(iterations) ?? 0)) / total };
  });
  const { loadMilliseconds, device, variant } = engine.info();
  const residentBytes = process.memoryUsage.rss();
  if (json) {
    await output.json({ device, variant, loadMilliseconds, residentBytes, rows });
    return;
  }
  const lines = rows.map(
    ({ iterations, medianMs, tokensPerSecond }) =>
      `T=${iterations}\t${medianMs.toFixed(1)} ms per sentence (median)\t${tokensPerSecond.toFixed(0)} tokens/s`,
  );
  const megabytes = Math.round(residentBytes / 1e6);
  const about = `${device}, ${variant}, loaded in ${Math.round(loadMilliseconds)} ms, ${megabytes} MB resident`;
  await output.answer(`${about}\n${lines.join('\n')}\n`);
}
