import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { InferenceClient } from '../../../extension/client/inferenceClient.js';
import { InterlinearError } from '../../../extension/core/protocol/protocol.js';
import { productBundles } from '../bundles.js';
import { quantile } from '../measure/statistics.js';
import type { Row, Unit } from '../report/row.js';
import { instructions, sentences } from '../samples.js';
import type { Section } from '../section.js';

const title = 'Faults';
const limitMilliseconds = 10_000;

/** The process with the real model is killed at random moments: how long requests then take, and how many get an answer. */
export const faults: Section = {
  id: 'faults',
  title,
  async run({ options, model, say }) {
    say('faults');
    const { directory, name } = await model();
    const { inference } = await productBundles();
    const folder = mkdtempSync(join(tmpdir(), 'il-bench-'));
    const client = new InferenceClient({
      directory: folder,
      serverScript: inference,
      version: '0.0.0-benchmark',
      model: { directory, device: 'cpu' },
      graceSeconds: 1,
      // More often than anybody's process ends.
      restarts: { maximum: 1_000, windowMilliseconds: 1, firstDelayMilliseconds: 0 },
    });
    const rounds = options.quick ? 10 : 50;
    const times: number[] = [];
    let answers = 0;
    try {
      await client.load();
      for (let round = 0; round < rounds; round++) {
        const texts = [sentences[round % sentences.length]!];
        const request = client.rewrite({ texts, instruction: instructions[round % instructions.length]! });
        const settled = request.then(
          () => answers++,
          (error: unknown) => {
            if (!(error instanceof InterlinearError)) throw error;
          },
        );
        await sleep(Math.random() * 300);
        const { processId } = client.state;
        if (processId !== null) process.kill(processId, 'SIGKILL');
        const started = performance.now();
        await settled;
        times.push(performance.now() - started);
      }
    } finally {
      await client.restart();
      await client.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
    const row = (measured: string, value: number, unit: Unit, goal?: Row['goal']): Row => ({
      section: title,
      measured: `${measured}, ${name}`,
      value,
      unit,
      samples: rounds,
      ...(goal && { goal }),
    });
    return [
      row('from kill -9 to the end of the request, p50', quantile(times, 0.5), 'ms'),
      row('from kill -9 to the end of the request, longest', Math.max(...times), 'ms', {
        kind: 'under',
        limit: limitMilliseconds,
      }),
      row('requests that were answered in spite of it', (100 * answers) / rounds, '%', {
        kind: 'at least',
        limit: 90,
      }),
    ];
  },
};
