import { readFileSync } from 'node:fs';

import type { InferenceClient } from '../../../extension/client/inferenceClient.js';
import { quantile } from '../measure/statistics.js';
import type { Row, Unit } from '../report/row.js';
import { instructions, sentences } from '../samples.js';
import type { Section } from '../section.js';
import { withProcess } from '../withProcess.js';

const title = 'In use';
const requests = 20;
const labels = ['positive', 'neutral', 'negative'];

/** Memory after some requests, and what a hover waits for, all through a real inference process. */
export const inUse: Section = {
  id: 'use',
  title,
  async run({ options, model, say }) {
    say('memory and hover');
    const { directory, name } = await model();
    return withProcess(directory, async (client) => {
      for (let request = 0; request < requests; request++) {
        const texts = [sentences[request % sentences.length]!];
        await client.rewrite({ texts, instruction: instructions[request % instructions.length]! });
      }
      const status = await client.status();
      if (!status || status.requests < requests) throw new Error('the process did not answer the requests');
      const row = (measured: string, value: number, unit: Unit, samples: number, limit?: number): Row => ({
        section: title,
        measured: `${measured}, ${name}`,
        value,
        unit,
        samples,
        ...(limit !== undefined && { goal: { kind: 'under', limit } }),
      });
      const peak = peakResidentBytes(status.processId);
      const rows = [
        row(`resident memory after ${requests} requests`, status.residentBytes / 1e6, 'MB', 1, 400),
        ...(peak === undefined ? [] : [row('highest resident memory until then', peak / 1e6, 'MB', 1)]),
      ];
      const times = await hoverTimes(client, options.quick ? 60 : 200);
      const question = `one sentence, ${labels.length} labels, through the process, warm`;
      return [
        ...rows,
        row(`classification for a hover, ${question}, p50`, quantile(times, 0.5), 'ms', times.length),
        row(`classification for a hover, ${question}, p95`, quantile(times, 0.95), 'ms', times.length),
      ];
    });
  },
};

async function hoverTimes(client: InferenceClient, count: number): Promise<number[]> {
  const warmUps = 5;
  const times: number[] = [];
  for (let index = -warmUps; index < count; index++) {
    const text = sentences[(index + warmUps) % sentences.length]!;
    const started = performance.now();
    await client.classify({ texts: [text], labels });
    if (index >= 0) times.push(performance.now() - started);
  }
  return times;
}

/** Linux keeps the high-water mark of every process; undefined elsewhere. */
function peakResidentBytes(processId: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
