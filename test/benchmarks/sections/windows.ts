import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InferenceClient } from '../../../extension/client/inferenceClient.js';
import { productBundles } from '../bundles.js';
import { quantile } from '../measure/statistics.js';
import type { Row, Unit } from '../report/row.js';
import { instructions, sentences } from '../samples.js';
import type { Section } from '../section.js';

const title = 'Several windows';
const requests = 8;
/** Storms until the heap has the size that it keeps. */
const warmUps = 4;

/** What further windows cost, who share one process; and what a storm of requests leaves behind in it. */
export const windows: Section = {
  id: 'windows',
  title,
  async run({ options, model, say }) {
    say('several windows');
    const { directory, name } = await model();
    const { inference } = await productBundles();
    const folder = mkdtempSync(join(tmpdir(), 'il-bench-'));
    const clients: InferenceClient[] = [];
    const open = (): InferenceClient => {
      const client = new InferenceClient({
        directory: folder,
        serverScript: inference,
        version: '0.0.0-benchmark',
        model: { directory, device: 'cpu' },
        graceSeconds: 1,
      });
      clients.push(client);
      return client;
    };
    const row = (measured: string, value: number, unit: Unit, samples: number, limit?: number): Row => ({
      section: title,
      measured: `${measured}, ${name}`,
      value,
      unit,
      samples,
      ...(limit !== undefined && { goal: { kind: 'under', limit } }),
    });
    try {
      const first = open();
      await work(first);
      const alone = await residentMegabytes(first);
      const joining: number[] = [];
      for (let window = 0; window < 2; window++) {
        const client = open();
        const started = performance.now();
        await client.load();
        joining.push(performance.now() - started);
      }
      await Promise.all(clients.map(work));
      const processes = new Set(clients.map(({ state }) => state.processId)).size;
      if (processes !== 1) throw new Error(`three windows have ${processes} processes`);
      const together = await residentMegabytes(first);
      const rows = [
        row('resident memory, one window', alone, 'MB', 1),
        row('resident memory, three windows', together, 'MB', 1),
        row('more memory for three windows than for one', 100 * (together / alone - 1), '%', 1, 25),
        row('a further window joins, model loaded', quantile(joining, 0.5), 'ms', joining.length),
      ];
      return [...rows, row(...(await storm(first, options.quick ? 2 : 5)))];
    } finally {
      await Promise.all(clients.map((client) => client.dispose()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function work(client: InferenceClient): Promise<void> {
  for (let request = 0; request < requests; request++) {
    const texts = [sentences[request % sentences.length]!];
    await client.rewrite({ texts, instruction: instructions[request % instructions.length]! });
  }
}

async function residentMegabytes(client: InferenceClient): Promise<number> {
  return ((await client.status())?.residentBytes ?? NaN) / 1e6;
}

/** 200 requests at once, every second one given up; then again: how much more memory the process has than after the first times. */
async function storm(
  client: InferenceClient,
  rounds: number,
): Promise<[string, number, Unit, number, number]> {
  const round = async (): Promise<void> => {
    const answers = Array.from({ length: 200 }, (_, index) => {
      const abort = new AbortController();
      if (index % 2 === 0) setTimeout(() => abort.abort(), index);
      const texts = [sentences[index % sentences.length]!];
      const parameters = { texts, instruction: instructions[0]!, iterations: 1, lengthBeam: 1 };
      return client.rewrite(parameters, { signal: abort.signal });
    });
    await Promise.allSettled(answers);
  };
  for (let count = 0; count < warmUps; count++) await round();
  const before = await residentMegabytes(client);
  for (let count = 0; count < rounds; count++) await round();
  const growth = 100 * ((await residentMegabytes(client)) / before - 1);
  return [`growth over ${rounds} storms of 200 requests, half of them cancelled`, growth, '%', rounds, 5];
}
